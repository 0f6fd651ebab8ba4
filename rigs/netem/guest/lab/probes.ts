import type { DatagramResult, Endpoint } from '../station/orders.ts';
import type { Station } from './station.ts';
import { OTHER_4, OTHER_6, POD_4, POD_6, SERVER_4, SERVER_6, NODE_4, NODE_6 } from './places.ts';

/** Where the servers answer. */
export const ECHO_PORT = 8000;

/** Where the pod answers. */
export const POD_PORT = 9000;

/** Ports of the servers and of the pod, for scopes that hold for some of them. */
export const SERVER_PORTS: readonly number[] = [8000, 8001, 8002, 8003, 8007, 8011, 8012];
export const POD_PORTS: readonly number[] = [9000, 9001];

/** How far apart datagrams are sent, in ms. */
const INTERVAL_MS = 2;

/** Longer than any delay of the tests, in ms. */
const SETTLE_MS = 5000;

const WARM_UP_ROUNDS = 5;
const WARM_UP_DATAGRAMS = 50;

/** Has everything listen that the claims call, with both protocols. */
export async function startServers(pod: Station, world: Station): Promise<void> {
  const listen = async (station: Station, addresses: readonly string[], ports: readonly number[]) => {
    for (const address of addresses) {
      for (const port of ports) {
        await station.ask('echoDatagrams', { address, port });
        await station.ask('echoConnections', { address, port });
      }
    }
  };
  await listen(world, [SERVER_4, SERVER_6, OTHER_4, OTHER_6, NODE_4, NODE_6], SERVER_PORTS);
  await listen(pod, [POD_4, POD_6], POD_PORTS);
}

/** Has both stations call each other once in every way, so that no measurement waits for code being compiled. */
export async function warmUp(pod: Station, world: Station): Promise<void> {
  for (const [station, address, port] of [
    [pod, SERVER_4, ECHO_PORT],
    [pod, SERVER_6, ECHO_PORT],
    [world, POD_4, POD_PORT],
    [world, POD_6, POD_PORT],
  ] as const) {
    for (let round = 0; round < WARM_UP_ROUNDS; round++) {
      await datagrams(station, { address, port }, WARM_UP_DATAGRAMS, { settleMs: 10 });
      await station.ask('probeConnection', { to: { address, port }, exchanges: 5, timeoutMs: SETTLE_MS });
    }
  }
}

/** Sends datagrams one after the other and gives what came back. */
export async function datagrams(
  station: Station,
  to: Endpoint,
  count: number,
  more: Readonly<{ bytes?: number; intervalMs?: number; settleMs?: number; localPort?: number }> = {},
): Promise<DatagramResult> {
  const probe = { to, count, intervalMs: INTERVAL_MS, settleMs: SETTLE_MS, ...more };
  return await station.ask('probeDatagrams', probe);
}

/** The round trips of datagrams, in ms, of those that were answered. */
export async function roundTrips(station: Station, to: Endpoint, count: number): Promise<number[]> {
  const { answers } = await datagrams(station, to, count);
  return answers.map(({ rttMs }) => rttMs);
}
