import { formatPortRange } from './port-range.ts';
import type { NetemSpec, NetworkFaultSpec, PortRange, TrafficScope } from './spec.ts';

/**
 * Says a network fault in a few words, for reports, lists and dry runs: `netem delay 100 ms ± 20 ms, out, tcp to
 * 10.0.0.0/8, port 443, on eth0`. Exceptions are left out: there nearly always are the node's addresses.
 */
export function describeNetworkFault({ interface: name, scope, effect }: NetworkFaultSpec): string {
  const what = effect.do === 'netem' ? `netem ${describeNetem(effect.netem)}` : effect.do;
  const way = { out: 'out', in: 'in', both: 'in and out' }[scope.direction];
  return [what, way, ...describeScope(scope), `on ${name}`].join(', ');
}

/** Says what netem does, without the details of its models. */
function describeNetem(netem: NetemSpec): string {
  const { delay, loss, corrupt, duplicate, reorder, rate, slot, limit } = netem;
  const jitter = delay?.jitterUs === undefined ? '' : ` ± ${time(delay.jitterUs)}`;
  const shape = delay?.distribution === undefined ? '' : ` (${delay.distribution})`;
  return [
    delay && `delay ${time(delay.timeUs)}${jitter}${shape}`,
    loss && `${loss.ecn === true ? 'mark' : 'lose'} ${describeLoss(loss)}`,
    corrupt && `corrupt ${corrupt.percent} %`,
    duplicate && `duplicate ${duplicate.percent} %`,
    reorder && `reorder ${reorder.percent} %`,
    rate && `limit to ${bits(rate.bitsPerSecond)}`,
    slot && `in slots of ${describeSlot(slot)}`,
    limit !== undefined && `queue ${limit} packets`,
  ]
    .filter((part) => typeof part === 'string')
    .join(', ');
}

function describeLoss(loss: NonNullable<NetemSpec['loss']>): string {
  if (loss.model === 'random') return `${loss.percent} %`;
  return loss.model === 'state' ? `by four states (p13 ${loss.p13} %)` : `in bursts (p ${loss.p} %)`;
}

function describeSlot(slot: NonNullable<NetemSpec['slot']>): string {
  if ('distribution' in slot) return `${time(slot.delayUs)} ± ${time(slot.jitterUs)} (${slot.distribution})`;
  return slot.maxUs === undefined ? time(slot.minUs) : `${time(slot.minUs)} to ${time(slot.maxUs)}`;
}

function describeScope(scope: TrafficScope): readonly string[] {
  const { protocol, peers, hosts, remotePorts, localPorts, direction } = scope;
  const others = [...peers, ...hosts];
  const toward = { out: 'to', in: 'from', both: 'with' }[direction];
  const first = [protocol ?? '', others.length === 0 ? '' : `${toward} ${others.join(' and ')}`];
  return [
    first.filter((word) => word !== '').join(' '),
    ports('port', remotePorts),
    ports("the pod's port", localPorts),
  ].filter((part) => part !== '');
}

function ports(what: string, ranges: readonly PortRange[]): string {
  return ranges.length === 0 ? '' : `${what} ${ranges.map(formatPortRange).join(' or ')}`;
}

function time(timeUs: number): string {
  if (timeUs < 1_000) return `${timeUs} µs`;
  return timeUs < 1_000_000 ? `${timeUs / 1_000} ms` : `${timeUs / 1_000_000} s`;
}

function bits(bitsPerSecond: number): string {
  if (bitsPerSecond < 1_000) return `${bitsPerSecond} bit/s`;
  if (bitsPerSecond < 1_000_000) return `${bitsPerSecond / 1_000} kbit/s`;
  return bitsPerSecond < 1_000_000_000
    ? `${bitsPerSecond / 1_000_000} Mbit/s`
    : `${bitsPerSecond / 1_000_000_000} Gbit/s`;
}
