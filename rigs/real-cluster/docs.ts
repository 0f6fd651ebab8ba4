/**
 * Runs every command of README.md and docs on a real cluster, and says of each whether it does what its page shows:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/docs.ts --kubeconfig FILE [PAGE...]`, as cluster admin, with the
 * images pod-contagion:generic, :starter and :chaos on the nodes. It makes namespaces and removes them. A line begins with
 * `ok`, with `left out`, or with `differs`, below which stand what is shown and what was printed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACTS } from '../../scripts/docs-run/pages.ts';
import { describeOutcome, runActs } from '../../scripts/docs-run/run-acts.ts';
import { openStage } from '../../scripts/docs-run/stage.ts';
import { conclude, readCommandLine } from './lab.ts';

const { kubeconfig, words } = readCommandLine('docs');
const acts = ACTS.filter(({ page }) => words.length === 0 || words.includes(page));
const folder = await mkdtemp(join(tmpdir(), 'docs-'));
const stage = await openStage({
  kind: 'real',
  kubeconfig,
  folder,
  node: '/node',
  noOwnNetwork: false,
  // Its node may be a small one: a page that starts 50 podders takes all of it.
  atOnce: 1,
  patienceMs: 600_000,
});
let differing = 0;
try {
  await runActs(acts, stage, (outcome) => {
    if (outcome.verdict === 'differs') differing += 1;
    process.stdout.write(`${describeOutcome(outcome)}\n`);
  });
} finally {
  await stage.close();
  await rm(folder, { recursive: true });
}
conclude(differing, 'shown');
