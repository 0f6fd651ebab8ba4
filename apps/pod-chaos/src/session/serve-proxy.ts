import { setTimeout as sleep } from 'node:timers/promises';
import { ChaosError } from '@pod-contagion/chaos';
import { describeError, systemCode } from '@pod-contagion/errors';
import type { Proxies, ProxyEvent } from '@pod-contagion/toxics';
import type { ProxyPlan } from '../plans/proxy.ts';
import { proxyEventText } from '../texts/proxy-event.ts';
import { VERSION } from '../version.ts';
import type { Session } from './session.ts';

/** What a standing proxy is told besides its plan. */
export type ProxyRun = Readonly<{
  seed: number | undefined;
  expose: boolean;
  durationMs: number | undefined;
}>;

/** What came of a proxy: its bytes in both directions. */
export type ProxyTotals = Readonly<{
  name: string;
  listen: string;
  upstream: string;
  receivedBytes: number;
  sentBytes: number;
}>;

/**
 * Serves proxies and their REST API until it is interrupted or its time is over; nothing listens after that.
 * @throws {ChaosError} CHAOS_USAGE where an address can't be listened on; what had been opened is closed again
 */
export async function serveProxy(
  { host, port, configured }: ProxyPlan,
  { seed, expose, durationMs }: ProxyRun,
  { output, interrupt }: Session,
): Promise<readonly ProxyTotals[]> {
  const { applyConfig, createApi, Proxies, seededRandom } = await import('@pod-contagion/toxics');
  const onEvent = (event: ProxyEvent): void => output.progress('proxy', event, proxyEventText(event));
  const random = seed === undefined ? undefined : seededRandom(seed);
  const proxies = new Proxies({ mayExpose: expose, random, onEvent });
  const api = createApi(proxies, VERSION);
  try {
    await applyConfig(proxies, configured).catch(refuse('--config'));
    const address = await api.listen({ host, port }).catch(refuse('--host and --port'));
    output.progress('proxy', { what: 'listening', address }, `REST API on ${address}`);
    await interrupted(interrupt.signal, durationMs);
    return proxies.all.map(totalsOf);
  } finally {
    await api.close();
    await proxies.close();
  }
}

function totalsOf({ name, listen, upstream, totals }: Proxies['all'][number]): ProxyTotals {
  const { upstream: up, downstream: down } = totals;
  return {
    name,
    listen,
    upstream,
    receivedBytes: up.receivedBytes + down.receivedBytes,
    sentBytes: up.sentBytes + down.sentBytes,
  };
}

async function interrupted(signal: AbortSignal, durationMs: number | undefined): Promise<void> {
  // Longer than a timer of Node.js can wait, so in parts.
  const untilMs = performance.now() + (durationMs ?? Infinity);
  for (let leftMs = untilMs - performance.now(); leftMs > 0; leftMs = untilMs - performance.now()) {
    await sleep(Math.min(leftMs, LONGEST_SLEEP_MS), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

/** A day: far below what a timer takes. */
const LONGEST_SLEEP_MS = 86_400_000;

function refuse(flags: string): (cause: unknown) => never {
  return (cause) => {
    const why = systemCode(cause)?.startsWith('E') === true ? systemCode(cause) : describeError(cause);
    throw new ChaosError('CHAOS_USAGE', `${flags}: can't listen: ${why}`, { cause });
  };
}
