/**
 * Runs every command of README.md and docs on a real cluster, and says of each whether it does what its page shows:
 * `node --conditions=@pod-contagion/source scripts/real-cluster/docs.ts --kubeconfig FILE [PAGE...]`, as cluster admin, with the
 * images pod-contagion:generic, :starter and :chaos on the nodes. It makes namespaces and removes them. A line begins with
 * `ok`, with `left out`, or with `differs`, below which stand what is shown and what was printed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ACTS } from '../docs-run/pages.ts';
import { describeOutcome, runActs } from '../docs-run/run-acts.ts';

const { values, positionals } = parseArgs({
  options: { kubeconfig: { type: 'string' } },
  allowPositionals: true,
});
if (values.kubeconfig === undefined) {
  process.stderr.write('docs: expected --kubeconfig FILE, got none\n');
  process.exit(2);
}
const acts = ACTS.filter(({ page }) => positionals.length === 0 || positionals.includes(page));
const folder = await mkdtemp(join(tmpdir(), 'docs-'));
const stage = {
  kind: 'real',
  kubeconfig: resolve(values.kubeconfig),
  folder,
  node: '/node',
  noOwnNetwork: false,
} as const;
let differing = 0;
try {
  await runActs(acts, stage, (outcome) => {
    if (outcome.verdict === 'differs') differing += 1;
    process.stdout.write(`${describeOutcome(outcome)}\n`);
  });
} finally {
  await rm(folder, { recursive: true });
}
process.stdout.write(`\n${differing === 0 ? 'all as shown' : `${differing} not as shown`}\n`);
process.exitCode = differing === 0 ? 0 : 1;
