import { isIP } from 'node:net';
import type { AgentContext } from '../fault-agent.ts';
import { formatNetwork, parseNetwork, type Network } from './addresses.ts';
import type { PodInterface } from './check-pod.ts';
import { jsonList, mustRun } from './run-program.ts';

/** The variable that holds the address of the node, by the downward API. */
const NODE_IP = 'NODE_IP';

type Route = Readonly<Record<string, unknown>>;

/**
 * The addresses with which the node comes to this pod: its own, and the gateways of the pod's routes. The kernel of the
 * node takes the address of the interface that leads to the pod as its source where that has one, and that is the pod's
 * gateway with a bridge (flannel, k3s, kubenet), with kindnet and with Cilium; with Calico the interface has none, and
 * the source is the node's own.
 *
 * Source: net/ipv4/fib_semantics.c (`fib_info_update_nhc_saddr`) and net/ipv4/devinet.c (`inet_select_addr`) of Linux.
 * @throws {ChaosError} CHAOS_SET_UP where the routes can't be read.
 */
export async function nodeAddresses(link: PodInterface, context: AgentContext): Promise<readonly string[]> {
  const families = link.hasIpv6 ? ['-4', '-6'] : ['-4'];
  const gateways: string[] = [];
  for (const family of families) {
    const args = ['-j', family, 'route', 'show', 'table', 'all'];
    const routes = jsonList('ip', await mustRun(context, 'ip', args));
    gateways.push(...routes.flatMap((route) => gatewaysOf(route, link.name)));
  }
  const own = context.env[NODE_IP] ?? '';
  return [...new Set([own, ...gateways].filter((text) => isIP(text) !== 0).map(oneForm))];
}

/** The next hops of a route that lead over an interface, of either family. */
function gatewaysOf(route: Route, device: string): readonly string[] {
  const hops = Array.isArray(route['nexthops']) ? (route['nexthops'] as Route[]) : [];
  return [route, ...hops].flatMap(({ dev, gateway, via }) => {
    if (dev !== device) return [];
    const { host } = (via ?? {}) as { host?: unknown };
    return [gateway, host].filter((text) => typeof text === 'string');
  });
}

function oneForm(text: string): string {
  const network: Network = parseNetwork(text);
  return formatNetwork(network);
}
