import type { FaultSpec } from '../faults/fault-spec.ts';
import type { NetemSpec, NetworkFaultSpec, TrafficScope } from '../faults/network/spec.ts';

/** A fault in a few words, for people: `netem delay 100 ms, out, to port 443, on eth0`. */
export function describeFault(fault: FaultSpec): string {
  return fault.kind === 'signal' ? fault.signal : describeNetwork(fault);
}

function describeNetwork({ effect, scope, interface: on }: NetworkFaultSpec): string {
  const what = effect.do === 'netem' ? `netem ${describeNetem(effect.netem)}` : effect.do;
  return [what, ...describeScope(scope), `on ${on}`].join(', ');
}

function describeNetem(netem: NetemSpec): string {
  const { delay, loss, corrupt, duplicate, reorder, rate, slot, limit } = netem;
  const parts = [
    delay === undefined
      ? ''
      : `delay ${milliseconds(delay.timeUs)}${delay.jitterUs === undefined ? '' : ` ± ${milliseconds(delay.jitterUs)}`}`,
    loss === undefined ? '' : loss.model === 'random' ? `loss ${loss.percent} %` : `loss ${loss.model}`,
    corrupt === undefined ? '' : `corrupt ${corrupt.percent} %`,
    duplicate === undefined ? '' : `duplicate ${duplicate.percent} %`,
    reorder === undefined ? '' : `reorder ${reorder.percent} %`,
    rate === undefined ? '' : `rate ${rate.bitsPerSecond} bit/s`,
    slot === undefined ? '' : 'slot',
    limit === undefined ? '' : `limit ${limit}`,
  ].filter((part) => part !== '');
  return parts.join(' ') || 'nothing';
}

function milliseconds(us: number): string {
  return `${us / 1_000} ms`;
}

function describeScope(scope: TrafficScope): string[] {
  const { direction, peers, hosts, remotePorts, localPorts, protocol } = scope;
  const ports = (ranges: TrafficScope['localPorts']): string =>
    ranges.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(' ');
  const others = [...peers, ...hosts];
  return [
    direction === 'both' ? 'in and out' : direction,
    ...(protocol === undefined ? [] : [protocol]),
    ...(others.length === 0 ? [] : [`peers ${others.join(' ')}`]),
    ...(remotePorts.length === 0 ? [] : [`their ports ${ports(remotePorts)}`]),
    ...(localPorts.length === 0 ? [] : [`own ports ${ports(localPorts)}`]),
  ];
}
