import { Ledger, SOCKET_OPTIONS, type Random } from '@pod-contagion/toxics/connections';
import { openPodProxy, type PodProxy } from '../redirect/proxy.ts';
import { ToxicConnection } from './connection.ts';
import { countsOf, createToxicTally, type ToxicCounts } from './counts.ts';
import { MAX_HELD_BYTES } from './limits.ts';
import type { ToxicFaultSpec } from './spec.ts';

/** What a proxy is told. */
export type ToxicProxyOptions = Readonly<{
  fault: Pick<ToxicFaultSpec, 'port' | 'toxics'>;
  /** Where it listens; 0, the default, is any port that is free. */
  listenPort?: number | undefined;
  /** From 0 to below 1, as `Math.random`, which is the default. */
  random?: Random | undefined;
  /** How long what is in flight may take once it closes, in ms; default 5,000. */
  drainLimitMs?: number | undefined;
  /** Shared by all of its toxics. */
  ledger?: Ledger | undefined;
}>;

/**
 * Opens a proxy that passes on what comes to the fault's port at the address to which it came, through its toxics. Once it closes,
 * toxics are taken out, and each connection is closed when nothing passes any more and no answer is waited for.
 * @throws the system's error where it can't listen
 */
export function openToxicProxy(options: ToxicProxyOptions): Promise<PodProxy<ToxicCounts>> {
  const { fault, listenPort, random = Math.random, drainLimitMs } = options;
  const { ledger = new Ledger(MAX_HELD_BYTES) } = options;
  const tally = createToxicTally(fault.toxics);
  const toxics = fault.toxics.map((toxic, index) => ({ ...toxic, name: String(index) }));
  const context = { port: fault.port, toxics, ledger, random, tally };
  return openPodProxy({
    listenPort,
    drainLimitMs,
    sockets: { ...SOCKET_OPTIONS, pauseOnConnect: true },
    accept: (client, host) => new ToxicConnection(client, host, context),
    onRefused: () => tally.refused++,
    onClosing: () => undefined,
    counts: () => countsOf(tally, fault.toxics),
  });
}
