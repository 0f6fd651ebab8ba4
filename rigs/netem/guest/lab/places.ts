import { writeFile } from 'node:fs/promises';
import { run, runIn } from './command.ts';

/** The two network namespaces and the cable between them; the pod's end is called eth0, as in a pod. */
export const POD = 'pod';
export const WORLD = 'world';
export const INTERFACE = 'eth0';

/** The pod's addresses. */
export const POD_4 = '10.5.0.2';
export const POD_6 = 'fd05::2';

/** The node, from which the kubelet probes, and two servers, of both families. */
export const NODE_4 = '10.5.0.1';
export const NODE_6 = 'fd05::1';
export const SERVER_4 = '10.5.0.10';
export const SERVER_6 = 'fd05::10';
export const OTHER_4 = '10.5.0.11';
export const OTHER_6 = 'fd05::11';

const ADDRESSES: readonly (readonly [string, readonly string[]])[] = [
  [POD, [`${POD_4}/24`, `${POD_6}/64`]],
  [WORLD, [NODE_4, SERVER_4, OTHER_4].map((address) => `${address}/24`)],
  [WORLD, [NODE_6, SERVER_6, OTHER_6].map((address) => `${address}/64`)],
];

/** Makes both namespaces and the cable. The machine is gone after the test, so nothing is taken down. */
export async function makePlaces(): Promise<void> {
  for (const place of [POD, WORLD]) {
    await run('ip', 'netns', 'add', place);
    await run('ip', '-n', place, 'link', 'set', 'lo', 'up');
  }
  const peer = ['peer', 'name', INTERFACE, 'netns', WORLD];
  await run('ip', 'link', 'add', INTERFACE, 'netns', POD, 'type', 'veth', ...peer);
  for (const [place, addresses] of ADDRESSES) {
    for (const address of addresses) {
      const flags = address.includes(':') ? ['nodad'] : [];
      await run('ip', '-n', place, 'addr', 'add', address, 'dev', INTERFACE, ...flags);
    }
  }
  for (const place of [POD, WORLD]) await run('ip', '-n', place, 'link', 'set', INTERFACE, 'up');
}

/** Makes the pod forget the hardware addresses of its neighbours, so that it asks again. */
export async function forgetNeighbours(place: string): Promise<void> {
  await run('ip', '-n', place, 'neigh', 'flush', 'dev', INTERFACE);
}

/** Nothing of the guest is to load modules by itself: what a test did not load is missing. */
export async function forbidLoading(): Promise<void> {
  await writeFile('/proc/sys/kernel/modprobe', '/nowhere');
}

/** Everything in the pod that a fault could change, without counters and without what names nothing. */
export async function podState(): Promise<string> {
  const [links, qdiscs, four, six] = await Promise.all([
    run('ip', '-n', POD, '-o', 'link', 'show'),
    runIn(POD, 'tc', 'qdisc', 'show'),
    runIn(POD, 'iptables-save'),
    runIn(POD, 'ip6tables-save'),
  ]);
  const filters = await Promise.all(
    ['root', 'ingress'].map((place) => runIn(POD, 'tc', 'filter', 'show', 'dev', INTERFACE, place)),
  );
  return [links, qdiscs, ...filters, rulesOf(four), rulesOf(six)].join('\n').trim();
}

/** Rules and chains of our own; a table whose own chains are empty is as good as none. */
function rulesOf(saved: string): string {
  return saved
    .split('\n')
    .filter((line) => line.startsWith('-A') || /^:\S+ -/.test(line))
    .join('\n');
}

/** How many datagrams the other end refused since its start because their checksum was wrong. */
export async function checksumErrors(): Promise<number> {
  const text = await runIn(WORLD, '/bin/busybox', 'cat', '/proc/net/snmp');
  const [names = [], values = []] = text
    .split('\n')
    .filter((line) => line.startsWith('Udp:'))
    .map((line) => line.split(' '));
  return Number(values[names.indexOf('InCsumErrors')]);
}

/** Says whether a place knows the hardware address of a neighbour. */
export async function isNeighbourKnown(place: string, address: string): Promise<boolean> {
  return (await run('ip', '-n', place, 'neigh', 'show', address, 'dev', INTERFACE)).includes('lladdr');
}
