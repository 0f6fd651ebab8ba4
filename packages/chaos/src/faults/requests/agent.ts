import type { Effect, FaultAgent } from '../fault-agent.ts';
import { formatNetwork, parseNetwork } from '../network/addresses.ts';
import { checkPod } from '../network/check-pod.ts';
import { DEADLINE_MARGIN_MS } from '../network/names.ts';
import { nodeAddresses } from '../network/node-addresses.ts';
import { packetFilterLeftovers } from '../network/packet-filter/leftovers.ts';
import { openProxy, type ProxyOptions, type RequestProxy } from './proxy/proxy.ts';
import { proxySteps } from './proxy-steps.ts';
import { planRedirect } from './redirect.ts';
import type { RequestFaultSpec } from './spec.ts';

/** The agent's part of faults of requests: a proxy in this process, and rules that lead to it. */
export const requestsAgent: FaultAgent<RequestFaultSpec> = createRequestsAgent();

/** A `requestsAgent` whose proxy a test opens, where the agent is to be in another network than the test. */
export function createRequestsAgent(
  options: Readonly<{
    open?: (proxy: ProxyOptions) => Promise<RequestProxy>;
    deadlineMarginMs?: number;
  }> = {},
): FaultAgent<RequestFaultSpec> {
  const { open = openProxy, deadlineMarginMs = DEADLINE_MARGIN_MS } = options;
  return {
    kind: 'requests',
    plan: async (fault, context) => {
      const link = await checkPod(fault.interface, context);
      const node = fault.sparesNode === true ? await nodeAddresses(link, context) : [];
      const except = new Map(
        [...fault.except, ...node].map(parseNetwork).map((each) => [formatNetwork(each), each]),
      );
      const proxy = proxySteps(fault.port, () => open({ fault, listenPort: fault.proxyPort }));
      const { chains, jumps, counts } = await planRedirect({
        link,
        port: fault.port,
        proxyPort: proxy.port,
        except: [...except.values()],
        context,
        deadlineMarginMs,
      });
      const effect = async (): Promise<Effect> => {
        const { letThrough } = await counts();
        const requests = proxy.counts();
        return { hits: requests.hit, unit: 'requests', letThrough, requests };
      };
      // The proxy first: nothing is led to a port at which nobody listens, neither at the beginning nor at the end.
      return { steps: [proxy.open, ...chains, proxy.finish, ...jumps], effect };
    },
    leftovers: (context) => packetFilterLeftovers(context, 'nat'),
  };
}
