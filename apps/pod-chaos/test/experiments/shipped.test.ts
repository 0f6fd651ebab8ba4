/** The experiments that come with the toolkit, and what they say of podders; some are run, the rest is read. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1Deployment } from '@kubernetes/client-node';
import t from 'tap';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/files.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { run, start } from '../testing/command-line.ts';
import { NO_NETWORK, rulesAt } from '../testing/network.ts';

const FILES = globSync('experiments/*.yaml', { cwd: ROOT });

t.test('each can be run, and asks a question', async (t) => {
  t.ok(FILES.length >= 5, `${FILES.length} files`);
  const page = readFileSync(`${ROOT}docs/chaos/experiments.md`, 'utf8');
  for (const file of FILES) {
    const { code, err } = await run(['validate', ROOT + file]);
    t.equal(code, 0, `${file}: ${err}`);
    const { title } = parse(readFileSync(ROOT + file, 'utf8')) as { title: string };
    t.match(title, /\?$/, file);
    t.match(page, file, 'its result stands on the page');
  }
});

t.test(
  'a fault that goes on is ended with the experiment, also by a signal',
  { skip: NO_NETWORK },
  async (t) => {
    const { kube, kubeconfig, pods, until } = await startTestCluster(t, { network: 'namespace' });
    const read = (path: string): object => parse(readFileSync(`${ROOT}kubernetes/${path}`, 'utf8')) as object;
    const namespace = 'default';
    await kube.core.createNamespacedService({ namespace, body: read('services/podder.yaml') });
    const deployment = read('deployments/generic.yaml') as V1Deployment;
    if (deployment.spec !== undefined) deployment.spec.replicas = 3;
    await kube.apps.createNamespacedDeployment({ namespace, body: deployment });
    await until('three podders', async () => {
      const all = await pods('podder');
      return all.length === 3 && all.every(({ status }) => status.containerStatuses?.[0]?.ready === true);
    });
    const folder = mkdtempSync(join(tmpdir(), 'pod-chaos-shipped-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const journal = join(folder, 'journal.json');
    const args = [
      'run',
      `${ROOT}experiments/contagion-cut-off.yaml`,
      '--journal',
      journal,
      '--var',
      'spread:int=0',
    ];
    const running = start([...args, '--var', 'cut:int=1000', '--var', 'percent:int=50'], kubeconfig);
    await running.said(/waiting .* after cut-off/);
    const rules = async (): Promise<number> => {
      const all = await Promise.all((await pods('podder')).map(({ status }) => rulesAt(status.podIP ?? '')));
      return all.filter((lines) => lines.length > 0).length;
    };
    t.equal(await rules(), 2, 'half of three, rounded up, are cut off');
    running.child.kill('SIGTERM');
    const { code, err } = await running.ended;
    t.equal(code, 143, err);
    t.equal(await rules(), 0, 'and nothing of it is left');
    t.match(JSON.parse(readFileSync(journal, 'utf8')), {
      status: 'interrupted',
      'pod-chaos': { verdict: 'interrupted', undone: [{ ended: true }], hits: [{ pods: [{}, {}] }] },
    });
  },
);
