import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../fault-agent.ts';
import { formatNetwork, parseNetwork, type Network } from './addresses.ts';
import type { TrafficScope } from './spec.ts';

/** Which packets, with every name resolved. */
export type ResolvedScope = Readonly<
  Omit<TrafficScope, 'peers' | 'hosts' | 'except' | 'sparesNode'> & {
    /** Any where undefined. */
    peers: readonly Network[] | undefined;
    except: readonly Network[];
    /** Nothing is left out: neighbour discovery and ARP are hit too. */
    everything: boolean;
  }
>;

/**
 * Resolves the names of a scope as the pod does. The addresses of its node are excepted where the scope spares it.
 *
 * @throws {ChaosError} CHAOS_SET_UP where a name has no address.
 */
export async function resolveScope(
  scope: TrafficScope,
  resolve: AgentContext['resolve'],
  node: () => Promise<readonly string[]>,
): Promise<ResolvedScope> {
  const { direction, remotePorts, localPorts, protocol } = scope;
  const named = await Promise.all(scope.hosts.map((host) => addressesOf(host, resolve)));
  const peers = unique([...scope.peers, ...named.flat()].map(parseNetwork));
  const nodes = scope.sparesNode === true ? await node() : [];
  const except = unique([...scope.except, ...nodes].map(parseNetwork));
  const any = peers.length === 0;
  return {
    direction,
    remotePorts,
    localPorts,
    ...(protocol !== undefined && { protocol }),
    peers: any ? undefined : peers,
    except,
    everything: any && protocol === undefined && except.length === 0 && scope.sparesNode !== true,
  };
}

/** The parts of a scope that one family of addresses sees; undefined where it has no peer of that family. */
export function ofFamily(scope: ResolvedScope, family: 4 | 6): ResolvedScope | undefined {
  const peers = scope.peers?.filter((peer) => peer.family === family);
  if (peers?.length === 0) return undefined;
  return { ...scope, peers, except: scope.except.filter((peer) => peer.family === family) };
}

async function addressesOf(host: string, resolve: AgentContext['resolve']): Promise<readonly string[]> {
  let addresses: readonly string[];
  try {
    addresses = await resolve(host);
  } catch (error) {
    throw new ChaosError('CHAOS_SET_UP', `could not resolve ${host} in the pod: ${describeError(error)}`, {
      cause: error,
    });
  }
  if (addresses.length === 0)
    throw new ChaosError('CHAOS_SET_UP', `expected ${host} to have an address in the pod, got none`);
  return addresses;
}

function unique(networks: readonly Network[]): readonly Network[] {
  return [...new Map(networks.map((network) => [formatNetwork(network), network])).values()];
}
