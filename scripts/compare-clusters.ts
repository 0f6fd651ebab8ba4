/**
 * Runs the conformance scenario on a local cluster and on any other, and prints what kubectl says of both side by
 * side: `node --conditions=@pod-contagion/source scripts/compare-clusters.ts KUBECTL...`, where KUBECTL... is the
 * command that reaches the other one, with the podders' images loaded.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '@pod-contagion/local-cluster';
import {
  runSteps,
  type Kubectl,
  type Outcome,
} from '../packages/local-cluster/test/conformance/run-steps.ts';
import { STEPS } from '../packages/local-cluster/test/conformance/steps.ts';

const COLUMN_WIDTH = 90;
const MAX_LINES = 40;

async function outcomesOf(kubectl: Kubectl): Promise<Map<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  await runSteps(kubectl, STEPS, (outcome) => outcomes.set(STEPS.indexOf(outcome.step), outcome));
  return outcomes;
}

function linesOf(outcome: Outcome | undefined): string[] {
  if (outcome === undefined) return [];
  const lines = outcome.output.trimEnd().split('\n');
  const shown = lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), `(${lines.length} lines)`] : lines;
  return [
    `${outcome.ok ? 'as expected' : 'NOT as expected'}, exit ${outcome.exitCode}, ${outcome.seconds.toFixed(1)} s`,
    ...shown,
  ];
}

const other = process.argv.slice(2);
if (other.length === 0) {
  process.stderr.write('compare-clusters: expected the command of another kubectl, got none\n');
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'compare-'));
const cluster = await startCluster({ stateFolder: folder });
const local = {
  command: ['kubectl', `--cache-dir=${join(folder, 'cache')}`],
  env: { KUBECONFIG: cluster.kubeconfig },
};
const localOutcomes = await outcomesOf(local);
await cluster.close();
await rm(folder, { recursive: true });
const otherOutcomes = await outcomesOf({ command: other, env: {} });

for (const [index, step] of STEPS.entries()) {
  const left = linesOf(localOutcomes.get(index));
  const right = linesOf(otherOutcomes.get(index));
  process.stdout.write(`\n$ kubectl ${step.args.join(' ')}\n`);
  for (let line = 0; line < Math.max(left.length, right.length); line++) {
    const cell = (left[line] ?? '').slice(0, COLUMN_WIDTH).padEnd(COLUMN_WIDTH);
    process.stdout.write(`${cell} | ${(right[line] ?? '').slice(0, COLUMN_WIDTH)}\n`);
  }
}
const count = (outcomes: Map<number, Outcome>): number =>
  [...outcomes.values()].filter(({ ok }) => ok).length;
process.stdout.write(
  `\nas expected: local ${count(localOutcomes)}, other ${count(otherOutcomes)} of ${STEPS.length}\n`,
);
