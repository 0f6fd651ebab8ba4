import { connect } from 'node:net';
import { openPodProxy, type PodProxy } from '../../redirect/proxy.ts';
import { createTally, type RequestCounts } from '../counts.ts';
import { createJudge } from '../fate.ts';
import type { RequestFaultSpec } from '../spec.ts';
import { Connection } from './connection.ts';

/** What a proxy is told. */
export type ProxyOptions = Readonly<{
  fault: Pick<RequestFaultSpec, 'port' | 'calls' | 'match' | 'effect'>;
  /** Where it listens; 0, the default, is any port that is free. */
  listenPort?: number | undefined;
  /** From 0 to below 1, as `Math.random`, which is the default. */
  random?: (() => number) | undefined;
  /** How long requests in flight may take once it closes, in ms; default 5,000. */
  drainLimitMs?: number | undefined;
}>;

const SOCKETS = { allowHalfOpen: true, noDelay: true } as const;

/**
 * Opens a proxy that passes on what comes to the fault's port at the address to which it came. Once it closes, it does nothing to
 * requests any more and closes each connection once its requests are answered.
 * @throws the system's error where it can't listen
 */
export function openProxy(options: ProxyOptions): Promise<PodProxy<RequestCounts>> {
  const { fault, listenPort, random, drainLimitMs } = options;
  const { port } = fault;
  const tally = createTally();
  const calm = new AbortController();
  const judge = createJudge(fault, tally, calm.signal, random);
  return openPodProxy({
    listenPort,
    drainLimitMs,
    sockets: SOCKETS,
    accept: (client, host) =>
      new Connection(client, connect({ ...SOCKETS, host, port }), { judge, tally, calm: calm.signal }),
    onRefused: () => tally.refused++,
    onClosing: () => calm.abort(),
    counts: () => ({ ...tally }),
  });
}
