import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../errors.ts';
import { verdictOf, type RunReport, type TargetResult } from '../run/report.ts';
import { newRunId } from '../run/run-id.ts';
import { slots } from '../run/slots.ts';
import type { Target } from '../targets/target.ts';
import type { OnKillEvent } from './kill-events.ts';

/** How many pods are killed at once where nothing else is said. */
export const KILL_CONCURRENCY = 10;

/** What one kill came to, apart from the pod's name. A kill leaves nothing, so it is always mended. */
export type KillOutcome = Pick<TargetResult, 'outcome' | 'hits' | 'agent' | 'error'>;

/** What kills of every kind have in common. */
export type KillRun = Readonly<{
  fault: string;
  run?: string | undefined;
  concurrency?: number | undefined;
  onEvent?: OnKillEvent | undefined;
}>;

/** Kills all targets, some at once, and reports; whatever happens to one does not stop the others. */
export async function killEach(
  { fault, run, concurrency, onEvent }: KillRun,
  targets: readonly Target[],
  kill: (target: Target) => Promise<KillOutcome>,
  signal: AbortSignal,
): Promise<RunReport> {
  const startedAt = new Date().toISOString();
  const slot = slots(concurrency ?? KILL_CONCURRENCY);
  const onAbort = (): void => onEvent?.({ event: 'interrupted' });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const results = await Promise.all(
      targets.map((target) =>
        slot(async () => {
          const outcome = signal.aborted ? missed('the run was interrupted before') : await attempt(target);
          const { namespace, name, uid, node } = target;
          const result: TargetResult = { pod: { namespace, name, uid }, node, mended: true, ...outcome };
          onEvent?.({ event: 'done', pod: result.pod, result });
          return result;
        }),
      ),
    );
    return {
      run: run ?? newRunId(),
      fault,
      startedAt,
      endedAt: new Date().toISOString(),
      interrupted: signal.aborted,
      targets: results,
      verdict: verdictOf(results),
    };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }

  async function attempt(target: Target): Promise<KillOutcome> {
    try {
      return await kill(target);
    } catch (error) {
      return failed(error);
    }
  }
}

/** Nothing was killed, and nothing went wrong: it was gone before. */
export function missed(message: string): KillOutcome {
  return { outcome: 'missed', hits: 0, error: { code: 'CHAOS_NO_EFFECT', message } };
}

/** Nothing was killed, for this error. */
export function failed(error: unknown): KillOutcome {
  const code = error instanceof ChaosError ? error.code : 'CHAOS_API';
  return { outcome: 'failed', hits: 0, error: { code, message: describeError(error) } };
}
