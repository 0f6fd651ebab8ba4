import type { AgentReport } from '../agent/lines.ts';
import type { ProbeTrouble } from './probe-trouble.ts';

/** A pod, as every part of the toolkit names it. */
export type PodName = Readonly<{ namespace: string; name: string; uid: string }>;

/** What became of one target. */
export type TargetResult = Readonly<{
  pod: PodName;
  node?: string;
  /** `hit`: it took effect; `missed`: it was set up and nothing passed through it; `failed`: see the error. */
  outcome: 'hit' | 'missed' | 'failed';
  /** Packets, signals, or 1 for a deleted pod. */
  hits: number;
  /** Proven gone; always true for a kill, which leaves nothing. */
  mended: boolean;
  /** What came of its probes while a network fault lasted; left out where nothing did. */
  probes?: ProbeTrouble;
  agent?: AgentReport;
  error?: Readonly<{ code: string; message: string }>;
}>;

/**
 * `held`: every target was hit and mended. `no-effect`: some were not hit. `node-cut-off`: the node was to be spared, and
 * its probes did not get through. `failed`: some failed. `not-ended`: some may not be mended.
 */
export type Verdict = 'held' | 'no-effect' | 'node-cut-off' | 'failed' | 'not-ended';

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
  return targets.length > 0 && targets.every(({ outcome }) => outcome === 'hit') ? 'held' : 'no-effect';
}
