import { describeError } from '@pod-contagion/errors';
import type { AgentReport } from '../agent/lines.ts';
import type { Target } from '../targets/target.ts';
import { ChaosError } from '../errors.ts';
import { isProof } from './read-report.ts';
import type { TargetResult } from './report.ts';
import { whatIsLeft } from './run-end-agent.ts';

/** What became of one target, apart from its name. */
export type Outcome = Omit<TargetResult, 'pod' | 'node'>;

/** The result of a target. */
export function targetResult({ namespace, name, uid, node }: Target, outcome: Outcome): TargetResult {
  return { pod: { namespace, name, uid }, node, ...outcome };
}

/** What an agent's own report comes to; `hitsSeen` were counted before, and may be more where a fault vanished. */
export function outcomeOfReport(report: AgentReport, hitsSeen: number | undefined): Outcome {
  const mended = isProof(report);
  // What has a level is judged at its end, and by all of its time.
  const seen = report.effect?.level === undefined ? hitsSeen : undefined;
  const hits = mostHits(seen, report.effect?.hits, report.appliedAt === undefined ? 0 : undefined);
  const end = !mended ? 'unproven' : report.outcome === 'untouched' ? 'untouched' : 'mended';
  const common = { ...countedHits(hits), mended, end, agent: report } as const;
  if (!mended) {
    return { outcome: 'failed', ...common, error: { code: 'CHAOS_NOT_ENDED', message: whatIsLeft(report) } };
  }
  if (report.error !== undefined) return { outcome: 'failed', ...common, error: report.error };
  return hitOrMissed(common);
}

/** A fault that ended as it should have: whether it did anything is all that is left to say, if anybody knows. */
export function hitOrMissed(common: Omit<Outcome, 'outcome'>): Outcome {
  if (common.hits === undefined) return { outcome: 'unknown', ...common };
  return { outcome: common.hits > 0 ? 'hit' : 'missed', ...common };
}

/** What an error comes to that came before anything was put into the pod, or that says so itself. */
export function outcomeOfError(error: unknown): Outcome {
  const code = error instanceof ChaosError ? error.code : 'CHAOS_API';
  const what = { code, message: describeError(error) };
  return { outcome: 'failed', hits: 0, mended: true, end: 'untouched', error: what };
}

/** The most that anybody counted; undefined where nobody did. */
export function mostHits(...counts: readonly (number | undefined)[]): number | undefined {
  const counted = counts.filter((count) => count !== undefined);
  return counted.length === 0 ? undefined : Math.max(...counted);
}

/** The number of hits as a field, or no field where nobody counted. */
export function countedHits(hits: number | undefined): Pick<Outcome, 'hits'> {
  return hits === undefined ? {} : { hits };
}
