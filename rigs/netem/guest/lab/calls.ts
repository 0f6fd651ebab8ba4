import { isIPv6 } from 'node:net';
import { runIn } from './command.ts';
import type { Laboratory } from './laboratory.ts';
import { POD, WORLD } from './places.ts';
import { datagrams } from './probes.ts';

/** The delay that tells what a fault hits, in ms; nothing of the machine's own takes half as long. */
export const TELLING_DELAY_MS = 300;

/** Later answers than this are none, in ms. */
const PATIENCE_MS = 5000;

/** One call from the pod, or from the other end, of which it is asked whether a fault hits it. */
export type Call = Readonly<{
  from: 'pod' | 'world';
  protocol: 'udp' | 'tcp' | 'icmp';
  address: string;
  /** Nothing for ICMP. */
  port: number;
  typeOfService?: number;
}>;

/** What became of a call: delayed once a round trip, not at all, or anything else. */
export type Fate = 'hit' | 'untouched' | `odd (${string})`;

/** A call from the pod to the other end. */
export function outgoing(protocol: Call['protocol'], address: string, port = 0): Call {
  return { from: 'pod', protocol, address, port };
}

/** A call from the other end to the pod. */
export function incoming(protocol: Call['protocol'], address: string, port = 0): Call {
  return { from: 'world', protocol, address, port };
}

/** A call in a few words. */
export function nameOf({ from, protocol, address, port, typeOfService }: Call): string {
  const host = isIPv6(address) && port > 0 ? `[${address}]` : address;
  const end = port > 0 ? `${host}:${port}` : host;
  return [from === 'pod' ? 'to' : 'from outside to', protocol, end]
    .concat(typeOfService === undefined ? [] : [`(TOS ${typeOfService})`])
    .join(' ');
}

/** Makes a call and says what became of it. */
export async function fateOf(laboratory: Laboratory, call: Call): Promise<Fate> {
  const times = await (call.protocol === 'udp'
    ? byDatagram(laboratory, call)
    : call.protocol === 'tcp'
      ? byConnection(laboratory, call)
      : byPing(call));
  if (times.length > 0 && times.every((time) => Math.abs(time - TELLING_DELAY_MS) < TELLING_DELAY_MS / 3)) {
    return 'hit';
  }
  if (times.length > 0 && times.every((time) => time < TELLING_DELAY_MS / 3)) return 'untouched';
  return `odd (${times.map((time) => `${time.toFixed(0)} ms`).join(', ') || 'no answer'})`;
}

async function byDatagram(laboratory: Laboratory, { from, address, port }: Call): Promise<number[]> {
  const more = { intervalMs: 0, settleMs: 3 * TELLING_DELAY_MS };
  const { answers } = await datagrams(laboratory[from], { address, port }, 2, more);
  return answers.length === 2 ? answers.map(({ rttMs }) => rttMs) : [];
}

async function byConnection(laboratory: Laboratory, call: Call): Promise<number[]> {
  const { from, address, port, typeOfService } = call;
  const { connectMs, exchangesMs, error } = await laboratory[from].ask('probeConnection', {
    to: { address, port },
    exchanges: 1,
    timeoutMs: PATIENCE_MS,
    ...(typeOfService === undefined ? {} : { typeOfService }),
  });
  if (error !== undefined) return [];
  // Node.js sets the type of service of a connection when it is there: its first packet has none.
  return typeOfService === undefined ? [connectMs, ...exchangesMs] : [...exchangesMs];
}

async function byPing({ from, address }: Call): Promise<number[]> {
  const place = from === 'pod' ? POD : WORLD;
  const family = isIPv6(address) ? '-6' : '-4';
  const output = await runIn(place, '/bin/busybox', 'ping', family, '-c', '2', '-i', '0.2', address).catch(
    () => '',
  );
  return [...output.matchAll(/time=([\d.]+) ms/g)].map(([, time]) => Number(time));
}
