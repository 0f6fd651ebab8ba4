import type { AgentContext } from '../../fault-agent.ts';
import { HIT_CLASS, NETEM_HANDLE, ROOT_HANDLE } from '../names.ts';
import { failure, jsonList, saidBy } from '../run-program.ts';

/** What is known of a qdisc. Handle `0:` says that the kernel put it there by itself. */
export type Qdisc = Readonly<{
  dev: string;
  kind: string;
  handle: string;
  root: boolean;
  parent: string | undefined;
  packets: number;
  bytes: number;
  drops: number;
  waiting: number;
}>;

/** One of the places where a qdisc of ours may be. */
export type QdiscPlace = Readonly<{
  device: string;
  kind: 'netem' | 'prio' | 'ingress';
  handle: string;
  /** Words for tc that say where. */
  at: readonly string[];
}>;

/** netem for all that leaves a device. */
export const netemRoot = (device: string): QdiscPlace => ({
  device,
  kind: 'netem',
  handle: ROOT_HANDLE,
  at: ['root', 'handle', ROOT_HANDLE],
});

/** prio, which sorts what leaves a device. */
export const prioRoot = (device: string): QdiscPlace => ({ ...netemRoot(device), kind: 'prio' });

/** netem below prio. */
export const netemBand = (device: string): QdiscPlace => ({
  device,
  kind: 'netem',
  handle: NETEM_HANDLE,
  at: ['parent', HIT_CLASS, 'handle', NETEM_HANDLE],
});

/** The place of all incoming packets; its handle is the same for everyone. */
export const ingress = (device: string): QdiscPlace => ({
  device,
  kind: 'ingress',
  handle: 'ffff:',
  at: ['handle', 'ffff:'],
});

/** The qdiscs of a device with their counters, or of all devices; none where the device is gone. */
export async function readQdiscs(context: AgentContext, device?: string): Promise<readonly Qdisc[]> {
  const args = ['-s', '-j', 'qdisc', 'show', ...(device === undefined ? [] : ['dev', device])];
  const result = await context.command('tc', args);
  if (result.exitCode !== 0) {
    if (device !== undefined && isDeviceGone(saidBy(result))) return [];
    throw failure('tc', args, result);
  }
  return jsonList('tc', result).map((item) => ({
    dev: typeof item['dev'] === 'string' ? item['dev'] : (device ?? ''),
    kind: String(item['kind']),
    handle: String(item['handle']),
    root: item['root'] === true,
    parent: typeof item['parent'] === 'string' ? item['parent'] : undefined,
    packets: number(item['packets']),
    bytes: number(item['bytes']),
    drops: number(item['drops']),
    waiting: number(item['qlen']),
  }));
}

/** The qdisc that is at a place and has our handle and kind. */
export async function findQdisc(context: AgentContext, place: QdiscPlace): Promise<Qdisc | undefined> {
  return (await readQdiscs(context, place.device)).find((qdisc) => isAt(qdisc, place));
}

/** Says whether a qdisc is one that a fault puts at a place. */
export function isAt(qdisc: Qdisc, place: QdiscPlace): boolean {
  if (qdisc.kind !== place.kind || qdisc.handle !== place.handle) return false;
  if (place.kind === 'ingress') return true;
  return place.at[0] === 'root' ? qdisc.root : qdisc.parent === HIT_CLASS;
}

/** tc and ip say it in different words. */
export function isDeviceGone(said: string): boolean {
  return /Cannot find device|does not exist|No such device/i.test(said);
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
