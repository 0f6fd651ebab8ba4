import type { AgentReport } from '../agent/lines.ts';
import type { PodName } from '../pod-name.ts';
import type { ProbeTrouble } from './probe-trouble.ts';

/** What became of one target. */
export type TargetResult = Readonly<{
  pod: PodName;
  node?: string;
  /**
   * `hit`: it took effect; `missed`: it was set up and nothing passed through it; `failed`: see the error; `unknown`: it
   * was there, or may have been, and nobody counted what it did.
   */
  outcome: 'hit' | 'missed' | 'failed' | 'unknown';
  /** Packets, signals, or 1 for a deleted pod; left out where nobody counted. */
  hits?: number;
  /** Nothing of it is left; always true for a kill, which leaves nothing. */
  mended: boolean;
  /**
   * Why nothing of it is left, or whether something may be. `mended`: proven gone; `untouched`: nothing was ever put
   * there; `gone`: its pod is gone, and it with it; `unproven`: something may be left. A kill has none.
   */
  end?: 'mended' | 'untouched' | 'gone' | 'unproven';
  /** For about how long it was in effect until its pod was gone, in ms, where no report of its agent says it. */
  inEffectMs?: number;
  /** What came of its probes while a network fault lasted; left out where nothing did. */
  probes?: ProbeTrouble;
  agent?: AgentReport;
  error?: Readonly<{ code: string; message: string }>;
}>;

/**
 * `held`: every target was hit and mended. `no-effect`: some were not hit. `unknown`: of some nobody knows. `node-cut-off`:
 * the node was to be spared, and its probes did not get through. `failed`: some failed. `not-ended`: some may not be
 * mended.
 */
export type Verdict = 'held' | 'no-effect' | 'unknown' | 'node-cut-off' | 'failed' | 'not-ended';

/** What a run says at its end. */
export type RunReport = Readonly<{
  run: string;
  fault: string;
  startedAt: string;
  endedAt: string;
  interrupted: boolean;
  targets: readonly TargetResult[];
  verdict: Verdict;
}>;

/**
 * The verdict over all targets: the worst that happened to one of them. No target at all is no effect. `sparesNode` says
 * whether the node was to get through.
 */
export function verdictOf(targets: readonly TargetResult[], sparesNode = false): Verdict {
  if (targets.some(({ mended }) => !mended)) return 'not-ended';
  if (targets.some(({ outcome }) => outcome === 'failed')) return 'failed';
  if (sparesNode && targets.some(({ probes }) => probes?.nodeCutOff)) return 'node-cut-off';
  if (targets.length === 0 || targets.some(({ outcome }) => outcome === 'missed')) return 'no-effect';
  return targets.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'held';
}
