/**
 * Flushes a node of a real cluster in several ways, three times each, with a Service asked ten times a second meanwhile, and
 * writes what came of it to docs/findings/flush.csv, over what is there; `npm run findings` and `npm run docs` show it then.
 * `node --conditions=@pod-contagion/source rigs/real-cluster/flush.ts --kubeconfig FILE NODE [WAY...]`, as cluster admin, with
 * the images pod-contagion:generic and pod-contagion:chaos on the node. It makes a namespace and removes it.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { ROOT } from '../../scripts/files.ts';
import { FLUSH_WAYS, flushHeader, flushRows, type FlushWay } from '../../scripts/findings/flush-runs.ts';
import { openLab } from './lab.ts';
import { must, podChaos } from './run.ts';
import { startVictims } from './victims.ts';

/** How often each way is tried. */
const RUNS = 3;

const FILE = `${ROOT}docs/findings/flush.csv`;

const { kubeconfig, kubectl, namespace, words, surprise, tryAll } = openLab('flush');
const [node, ...names] = words;
if (node === undefined) {
  process.stderr.write('flush.ts: expected the name of a NODE behind --kubeconfig FILE, got none\n');
  process.exit(2);
}
const ways = names.length === 0 ? FLUSH_WAYS : FLUSH_WAYS.filter(({ name }) => names.includes(name));

await tryAll(async () => {
  await must(kubectl, ['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=privileged']);
  await startVictims(kubectl, namespace);
  await must(kubectl, ['expose', 'deployment', 'victim', '-n', namespace, '--port=80', '--target-port=8080']);
  const service = ['get', 'service', 'victim', '-n', namespace, '-o', 'jsonpath={.spec.clusterIP}'];
  const url = `http://${await must(kubectl, service)}/`;
  writeFileSync(FILE, `${flushHeader()}\n`);
  for (const way of ways) {
    for (let run = 1; run <= RUNS; run += 1) await tryOnce(node, url, way, run);
  }
});

async function tryOnce(on: string, url: string, way: FlushWay, run: number): Promise<void> {
  const { flags, durationSeconds } = way;
  const where = ['--node', on, '-n', namespace, '--yes-this-node', '--probe', url, '--json'];
  const ended = await podChaos(kubeconfig, [
    'flush',
    ...where,
    ...flags,
    '--duration',
    `${durationSeconds}s`,
  ]);
  if (ended.exitCode === 0) {
    for (const row of flushRows(way, run, ended.stdout)) {
      appendFileSync(FILE, `${row}\n`);
      process.stdout.write(`${row}\n`);
    }
    return;
  }
  surprise();
  process.stderr.write(
    `${way.name}, run ${run}: exit code ${ended.exitCode}\n${ended.stdout}${ended.stderr}\n`,
  );
}
