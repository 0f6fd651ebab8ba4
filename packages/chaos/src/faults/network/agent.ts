import type { FaultAgent } from '../fault-agent.ts';
import { checkPod } from './check-pod.ts';
import { DEADLINE_MARGIN_MS } from './names.ts';
import { nodeAddresses } from './node-addresses.ts';
import { packetFilterLeftovers } from './packet-filter/leftovers.ts';
import { planPacketFilter } from './packet-filter/plan.ts';
import { resolveScope } from './scope.ts';
import type { NetworkFaultSpec } from './spec.ts';
import { trafficControlLeftovers } from './traffic-control/leftovers.ts';
import { planTrafficControl } from './traffic-control/plan.ts';

/** The agent's part of network faults: netem by traffic control, drop and reject by the packet filter. */
export const networkAgent: FaultAgent<NetworkFaultSpec> = createNetworkAgent();

/** A `networkAgent` whose rules the kernel ends `deadlineMarginMs` after the deadline; tests want that sooner. */
export function createNetworkAgent(
  options: Readonly<{ deadlineMarginMs?: number }> = {},
): FaultAgent<NetworkFaultSpec> {
  const { deadlineMarginMs = DEADLINE_MARGIN_MS } = options;
  return {
    kind: 'network',
    plan: async (spec, context) => {
      const link = await checkPod(spec.interface, context);
      const scope = await resolveScope(spec.scope, context.resolve, () => nodeAddresses(link, context));
      const { effect } = spec;
      return effect.do === 'netem'
        ? planTrafficControl({ device: link.name, scope, netem: effect.netem, context })
        : planPacketFilter({ link, scope, action: effect.do, context, deadlineMarginMs });
    },
    leftovers: async (context) => [
      ...(await packetFilterLeftovers(context)),
      ...(await trafficControlLeftovers(context)),
    ],
  };
}
