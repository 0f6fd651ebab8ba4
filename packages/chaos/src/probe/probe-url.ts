import { setTimeout as sleep } from 'node:timers/promises';
import { errorKindOf, type ProbeErrorKind } from './error-kind.ts';
import { readProbeOptions, type ProbeOptions, type ProbePlan } from './options.ts';
import type { ConnectionKind, ProbeReport, ProbeSample } from './report.ts';
import { createSchedule } from './schedule.ts';
import type { Sender } from './sender.ts';
import { createSharedLookup } from './shared-lookup.ts';
import { createTally } from './tally.ts';

/** Told of each request that is over. */
export type OnSample = (sample: ProbeSample) => void;

/**
 * Sends requests at a fixed rate, on new and on kept connections at once, and reports what was answered, for how
 * long nothing was, and why. A slow answer delays no other request. Ends with the last request, or by the signal;
 * what is in flight then is waited for, or given up.
 * @throws {ChaosError} CHAOS_USAGE, before anything is sent
 */
export async function probeUrl(
  options: ProbeOptions,
  signal?: AbortSignal,
  onSample?: OnSample,
): Promise<ProbeReport> {
  const plan = readProbeOptions(options);
  // Here and not above, so that whoever does not probe does not wait for the HTTP client to be loaded.
  const { createSender } = await import('./sender.ts');
  const lookup = createSharedLookup();
  const senders = plan.connections.map(
    (kind) => [kind, createSender(plan, kind === 'kept', lookup)] as const,
  );
  const startMs = performance.now();
  const startedAtMs = Date.now();
  const now = (): number => performance.now() - startMs;
  const isStopped = (): boolean => signal?.aborted === true;
  const lanes = senders.map(([kind, sender]) => openLane(plan, { kind, sender, now, onSample }));
  const schedule = createSchedule({
    intervalMs: 1_000 / plan.ratePerSecond,
    count: plan.count,
    durationMs: plan.durationMs,
  });
  try {
    while (!isStopped()) {
      const { send, late, nextAtMs } = schedule(now());
      for (const lane of lanes) lane.send(send, late);
      if (nextAtMs === undefined) break;
      await pause(nextAtMs - now(), signal);
    }
    const done = Promise.all(lanes.map((lane) => lane.settled()));
    await untilDoneOrStopped(done, signal);
    for (const lane of lanes) lane.close();
    await done;
    const nowMs = now();
    return {
      url: plan.url.href,
      startedAt: new Date(startedAtMs).toISOString(),
      endedAt: new Date(startedAtMs + nowMs).toISOString(),
      durationMs: Math.round(nowMs),
      ratePerSecond: plan.ratePerSecond,
      timeoutMs: plan.timeoutMs,
      interrupted: isStopped(),
      connections: lanes.map((lane) => lane.report(startedAtMs, nowMs)),
    };
  } finally {
    for (const lane of lanes) lane.close();
  }
}

type Lane = Readonly<{
  send: (count: number, late: number) => void;
  /** Settles when nothing is in flight. */
  settled: () => Promise<unknown>;
  close: () => void;
  report: (startedAtMs: number, nowMs: number) => ProbeReport['connections'][number];
}>;

type LaneParts = Readonly<{
  kind: ConnectionKind;
  sender: Sender;
  now: () => number;
  onSample: OnSample | undefined;
}>;

/** All that goes over one kind of connection. */
function openLane(plan: ProbePlan, { kind: connection, sender, now, onSample }: LaneParts): Lane {
  const tally = createTally(connection);
  const inFlight = new Set<Promise<void>>();
  let closed = false;

  async function sendOne(): Promise<void> {
    const sentAtMs = now();
    const id = tally.sent(sentAtMs);
    let status: number | undefined;
    let error: ProbeErrorKind | undefined;
    try {
      await sender.send((received) => {
        status = received;
      });
      if (status !== undefined && !plan.isExpected(status)) error = `status ${status}`;
    } catch (thrown) {
      if (closed) {
        tally.unfinished(id);
        return;
      }
      error = errorKindOf(thrown);
    }
    const endedAtMs = now();
    tally.ended(id, sentAtMs, endedAtMs, error);
    onSample?.({ connection, sentAtMs, endedAtMs, status, error });
  }

  return {
    send: (count, late) => {
      tally.unsent('late', late);
      for (let sent = 0; sent < count; sent++) {
        if (inFlight.size >= plan.maxInFlight) {
          tally.unsent('busy', count - sent);
          return;
        }
        const request = sendOne();
        inFlight.add(request);
        void request.finally(() => inFlight.delete(request));
      }
    },
    settled: () => Promise.all(inFlight),
    close: () => {
      closed = true;
      sender.close();
    },
    report: (startedAtMs, nowMs) => tally.report({ startedAtMs, nowMs, connections: sender.connections() }),
  };
}

async function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(Math.max(0, durationMs), undefined, signal === undefined ? {} : { signal }).catch(
    () => undefined,
  );
}

async function untilDoneOrStopped(done: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const ended = new AbortController();
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', () => stop(), { signal: ended.signal });
  await Promise.race([done, stopped]);
  ended.abort();
}
