import type { FaultAgent } from '../fault-agent.ts';
import { createRedirectAgent } from '../redirect/agent.ts';
import { openProxy } from './proxy/proxy.ts';
import type { RequestFaultSpec } from './spec.ts';

/** The agent's part of faults of requests. */
export const requestsAgent: FaultAgent<RequestFaultSpec> = createRedirectAgent({
  kind: 'requests',
  passing: 'requests',
  open: (fault: RequestFaultSpec) => openProxy({ fault, listenPort: fault.proxyPort }),
  effectOf: (requests) => ({ hits: requests.hit, unit: 'requests', requests }),
});
