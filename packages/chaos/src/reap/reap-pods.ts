import { describeError } from '@pod-contagion/errors';
import { ChaosError, usageError } from '../errors.ts';
import { killPods } from '../kill/kill-pods.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import type { TargetResult } from '../run/report.ts';
import { pause } from '../pause.ts';
import { checkTargetOptions } from '../targets/check-options.ts';
import type { TargetOptions } from '../targets/options.ts';
import { podNameOf } from '../targets/pod-facts.ts';
import { targetOf } from '../targets/select.ts';
import { REAP_CAUSES, type ReapCause } from './end-of-container.ts';
import { createRateCap } from './rate-cap.ts';
import type { OnReapEvent, ReapReport } from './reap-events.ts';
import { createWaitingList, type ReapWhen, type Waiting } from './waiting-list.ts';
import { watchPods } from './watch-pods.ts';

/** How many pods are reaped within any minute where nothing else is said. */
export const REAP_PER_MINUTE = 60;

/** Most that can be asked for. */
export const MAX_REAP_PER_MINUTE = 6_000;

/** How many are deleted at once. */
const CONCURRENCY = 10;

/** How long until what came to nothing is tried again, in ms, as `kubectl drain` does. */
const RETRY_MS = 5_000;

/** Longest sleep at once, in ms: a clock that was set is noticed after it. */
const MAX_SLEEP_MS = 30_000;

/** How pods are reaped. */
export type ReapOptions = Readonly<{
  /** Which pods. How many, which share and whether one stays ready is no question here: who is reaped has failed. */
  targets: TargetOptions;
  /** Default `restart`. */
  when?: ReapWhen | undefined;
  /** `delete` ends a pod whatever is against it; `evict` asks PodDisruptionBudgets, and again each 5 s. Default `delete`. */
  mode?: 'delete' | 'evict' | undefined;
  /** Seconds between SIGTERM and SIGKILL, a whole number from 0; default: the pod's own. */
  gracePeriodSeconds?: number | undefined;
  /** Within any 60 s, 1 to 6,000; default 60. Who is over it waits. */
  maxPerMinute?: number | undefined;
  /** It ends after so many, a whole number from 1; default: never. */
  max?: number | undefined;
  /** It ends then, in ms since 1970; default: never. */
  untilMs?: number | undefined;
  /** Only tells whom it would reap; both caps hold all the same. Default false. */
  dryRun?: boolean | undefined;
  onEvent?: OnReapEvent | undefined;
}>;

/**
 * Watches pods and deletes each of which a container has come to an end, be it by a failed liveness probe or by itself: what it
 * belongs to makes another at once, without back-off. It goes on until it is aborted or a limit is reached. A pod that nothing would
 * bring back is let be, and so is what the toolkit never hits; a name lifts the latter, as for every fault. It needs list, watch and
 * delete on pods, or create on pods/eviction in place of delete, and nothing else.
 * @throws {ChaosError} CHAOS_USAGE; CHAOS_FORBIDDEN, be it at first or later on; what the first list came to
 */
export async function reapPods(
  kube: Kubernetes,
  options: ReapOptions,
  signal: AbortSignal,
): Promise<ReapReport> {
  const { mode = 'delete', gracePeriodSeconds, dryRun = false, untilMs = Infinity } = options;
  const { maxPerMinute = REAP_PER_MINUTE, max = Infinity, onEvent: tell = () => undefined } = options;
  const rules = checkTargetOptions(options.targets);
  checkWhole('maxPerMinute', maxPerMinute, 1, MAX_REAP_PER_MINUTE);
  if (max !== Infinity) checkWhole('max', max, 1);
  if (gracePeriodSeconds !== undefined) checkWhole('gracePeriodSeconds', gracePeriodSeconds, 0);

  const list = createWaitingList(options.when ?? 'restart');
  const cap = createRateCap(maxPerMinute);
  const startedAt = new Date().toISOString();
  const byCause: Record<ReapCause, number> = { restarted: 0, ended: 0, 'back-off': 0 };
  const reaped = (): number => REAP_CAUSES.reduce((sum, cause) => sum + byCause[cause], 0);
  const running = new Set<Promise<void>>();
  let failures = 0;
  let isHeldBack = false;
  let refusal: unknown;
  let wake: () => void = () => undefined;
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  const watch = { targets: options.targets, rules, list, tell, onDue: () => wake() };
  const watches = rules.namespaces.map((namespace) =>
    watchPods(kube, namespace, watch, until).catch((error: unknown) => {
      if (!until.aborted) refuse(error);
    }),
  );
  try {
    const reason = await untilOver();
    await Promise.all(running);
    const endedAt = new Date().toISOString();
    const report = { reason, dryRun, startedAt, endedAt, reaped: reaped(), byCause, failures };
    tell({ event: 'stopped', report });
    return report;
  } finally {
    stop.abort();
    await Promise.all([...watches, ...running]);
  }

  async function untilOver(): Promise<ReapReport['reason']> {
    for (;;) {
      if (refusal !== undefined) throw refusal;
      if (signal.aborted) return 'aborted';
      if (reaped() >= max) return 'max';
      const nowMs = Date.now();
      if (nowMs >= untilMs) return 'until';
      const isFull = running.size >= CONCURRENCY || reaped() + running.size >= max;
      const first = isFull ? undefined : list.next(nowMs);
      const heldMs = first === undefined ? 0 : cap.waitMs(nowMs);
      if (heldMs > 0 && !isHeldBack) tell({ event: 'held-back', waiting: list.size(), forMs: heldMs });
      isHeldBack = heldMs > 0;
      if (first === undefined)
        await sleep(Math.min(isFull ? Infinity : list.nextMs() - nowMs, untilMs - nowMs));
      else if (heldMs > 0) await sleep(Math.min(heldMs, untilMs - nowMs));
      else begin(first);
    }
  }

  /** Until so much time has passed, or something has happened. */
  async function sleep(ms: number): Promise<void> {
    const early = new AbortController();
    wake = () => early.abort();
    await pause(Math.min(MAX_SLEEP_MS, ms), AbortSignal.any([signal, early.signal]));
  }

  function refuse(error: unknown): void {
    refusal ??= error;
    wake();
  }

  function begin(waiting: Waiting): void {
    list.begin(waiting);
    cap.spend(Date.now());
    const reaping = reap(waiting).finally(() => {
      running.delete(reaping);
      wake();
    });
    running.add(reaping);
  }

  async function reap(waiting: Waiting): Promise<void> {
    const { end, sinceMs } = waiting;
    const pod = podNameOf(waiting.pod);
    const { outcome, error } = dryRun ? { outcome: 'hit' as const, error: undefined } : await kill(waiting);
    if (outcome === 'missed') {
      list.settle(waiting);
      return;
    }
    if (outcome === 'hit') {
      if (dryRun) list.settle(waiting);
      else list.dismiss(waiting);
      byCause[end.cause]++;
      tell({ event: dryRun ? 'would-reap' : 'reaped', pod, end, afterMs: Date.now() - sinceMs });
      return;
    }
    failures++;
    const { code = 'CHAOS_API', message = 'no answer' } = error ?? {};
    tell({ event: 'not-reaped', pod, code, message, retryInMs: RETRY_MS });
    if (code === 'CHAOS_FORBIDDEN') refuse(new ChaosError(code, message));
    else list.putOff(waiting, Date.now() + RETRY_MS);
  }

  async function kill({ pod }: Waiting): Promise<Pick<TargetResult, 'outcome' | 'error'>> {
    try {
      const report = await killPods(
        kube,
        [targetOf(pod, undefined)],
        { mode, gracePeriodSeconds, onEvent: tell },
        signal,
      );
      return report.targets[0] ?? { outcome: 'missed' };
    } catch (error) {
      // An eviction asks first which version of it is served.
      const code = error instanceof ChaosError ? error.code : 'CHAOS_API';
      return { outcome: 'failed', error: { code, message: describeError(error) } };
    }
  }
}

function checkWhole(name: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  throw usageError(`${name} expects a whole number ${range}, got ${value}`);
}
