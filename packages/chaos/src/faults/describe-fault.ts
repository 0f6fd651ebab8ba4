import type { FaultSpec } from './fault-spec.ts';
import { describeNetworkFault } from './network/client.ts';
import { describeRequestFault } from './requests/client.ts';

/** A fault in a few words, for people: `netem delay 100 ms, out, port 443, on eth0`. */
export function describeFault(fault: FaultSpec): string {
  if (fault.kind === 'requests') return describeRequestFault(fault);
  return fault.kind === 'signal' ? fault.signal : describeNetworkFault(fault);
}
