import type { FaultSpec } from './fault-spec.ts';
import { describeFlush } from './flush/describe.ts';
import { describeNetworkFault } from './network/client.ts';

/** A fault in a few words, for people: `netem delay 100 ms, out, port 443, on eth0`. */
export function describeFault(fault: FaultSpec): string {
  switch (fault.kind) {
    case 'network':
      return describeNetworkFault(fault);
    case 'signal':
      return fault.signal;
    case 'flush':
      return describeFlush(fault);
    case 'rehearsal':
      return `rehearsal of run ${fault.of}`;
  }
}
