import type { FaultSpec } from './fault-spec.ts';
import { describeFlush } from './flush/describe.ts';
import { describeNetworkFault } from './network/client.ts';
import { describeRequestFault } from './requests/client.ts';
import { describeResourceFault } from './resources/describe.ts';
import { describeToxicFault } from './toxics/describe.ts';

/** A fault in a few words, for people: `netem delay 100 ms, out, port 443, on eth0`. */
export function describeFault(fault: FaultSpec): string {
  switch (fault.kind) {
    case 'signal':
      return fault.signal;
    case 'network':
      return describeNetworkFault(fault);
    case 'requests':
      return describeRequestFault(fault);
    case 'toxics':
      return describeToxicFault(fault);
    case 'flush':
      return describeFlush(fault);
    case 'rehearsal':
      return `rehearsal of run ${fault.of}`;
    default:
      return describeResourceFault(fault);
  }
}
