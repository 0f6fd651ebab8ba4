import type { FaultAgent } from '../fault-agent.ts';
import { createRedirectAgent } from '../redirect/agent.ts';
import { openToxicProxy } from './proxy.ts';
import type { ToxicFaultSpec } from './spec.ts';

/** The agent's part of toxics. */
export const toxicsAgent: FaultAgent<ToxicFaultSpec> = createRedirectAgent({
  kind: 'toxics',
  passing: 'connections',
  open: (fault: ToxicFaultSpec) => openToxicProxy({ fault, listenPort: fault.proxyPort }),
  effectOf: (toxics) => ({ hits: toxics.hit, unit: 'connections', toxics }),
});
