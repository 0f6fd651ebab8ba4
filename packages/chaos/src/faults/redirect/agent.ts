import type { Effect, FaultAgent } from '../fault-agent.ts';
import type { FaultSpec } from '../fault-spec.ts';
import { formatNetwork, parseNetwork } from '../network/addresses.ts';
import { checkPod } from '../network/check-pod.ts';
import { DEADLINE_MARGIN_MS } from '../network/names.ts';
import { nodeAddresses } from '../network/node-addresses.ts';
import { packetFilterLeftovers } from '../network/packet-filter/leftovers.ts';
import type { PodProxy } from './proxy.ts';
import { proxySteps } from './proxy-steps.ts';
import { planResets } from './resets.ts';
import { planRedirect } from './rules.ts';
import type { RedirectSpec } from './spec.ts';

/** What is peculiar about a fault that a proxy before a port of the pod does. */
export type RedirectAgentOptions<S extends FaultSpec & RedirectSpec, Counts> = Readonly<{
  kind: S['kind'];
  /** What is passed on in its connections: `requests`. */
  passing: string;
  open: (fault: S) => Promise<PodProxy<Counts>>;
  /** What the proxy has done, as an effect; how many were let through is known by the kernel. */
  effectOf: (counts: Counts) => Effect;
  /** How long after the deadline the kernel itself leads connections to their port again. */
  deadlineMarginMs?: number | undefined;
}>;

/** The agent's part of a fault that a proxy does: the proxy in this process, and rules that lead to it. */
export function createRedirectAgent<S extends FaultSpec & RedirectSpec, Counts>(
  options: RedirectAgentOptions<S, Counts>,
): FaultAgent<S> {
  const { kind, passing, open, effectOf, deadlineMarginMs = DEADLINE_MARGIN_MS } = options;
  return {
    kind,
    plan: async (fault, context) => {
      const { port } = fault;
      const link = await checkPod(fault.interface, context);
      const node = fault.sparesNode === true ? await nodeAddresses(link, context) : [];
      const except = new Map(
        [...fault.except, ...node].map(parseNetwork).map((each) => [formatNetwork(each), each]),
      );
      const proxy = proxySteps({ port, passing, open: () => open(fault) });
      const place = { link, port, except: [...except.values()], context, deadlineMarginMs };
      const { chains, jumps, counts } = await planRedirect({ ...place, proxyPort: proxy.port });
      const resets = fault.resetsOpen === true ? await planResets(place) : undefined;
      const effect = async (): Promise<Effect> => {
        const { letThrough } = await counts();
        const known = { ...effectOf(proxy.counts()), letThrough };
        return resets === undefined ? known : { ...known, resets: await resets.count() };
      };
      // The proxy first: nothing is led to a port at which nobody listens, neither at the beginning nor at the end. Who is reset
      // comes again at once, and has to be led there then.
      return { steps: [proxy.open, ...chains, proxy.finish, ...jumps, ...(resets?.steps ?? [])], effect };
    },
    leftovers: async (context) => [
      ...(await packetFilterLeftovers(context, 'nat')),
      ...(await packetFilterLeftovers(context, 'resets')),
    ],
  };
}
