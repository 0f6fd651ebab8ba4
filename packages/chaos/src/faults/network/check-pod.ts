import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../fault-agent.ts';
import { formatNetwork, isLoopback, parseNetwork } from './addresses.ts';
import { jsonList, mustRun } from './run-program.ts';

/** The variable that holds the pod's address, by the downward API. */
const POD_IP = 'POD_IP';

/** What is known of an interface. */
export type PodInterface = Readonly<{ name: string; hasIpv6: boolean }>;

/**
 * Makes sure that this is the network of a pod and not of the machine: the interface exists, is not the loopback, and
 * has the pod's address.
 *
 * @throws {ChaosError} CHAOS_SET_UP where there is no such interface; CHAOS_REFUSED where it may not be the pod's.
 */
export async function checkPod(name: string, context: AgentContext): Promise<PodInterface> {
  const podIp = readPodIp(context);
  const result = await mustRun(context, 'ip', ['-j', 'addr', 'show', 'dev', name]);
  const link = jsonList('ip', result).find(({ ifname }) => ifname === name);
  if (link === undefined) throw new ChaosError('CHAOS_SET_UP', `expected an interface ${name}, got none`);
  if (name === 'lo' || link['link_type'] === 'loopback')
    throw refused(`expected an interface to other pods, got the loopback ${name}`);
  const info = Array.isArray(link['addr_info']) ? (link['addr_info'] as { local?: unknown }[]) : [];
  const addresses = info.flatMap(({ local }) => (typeof local === 'string' ? [parseNetwork(local)] : []));
  if (!addresses.some((address) => formatNetwork(address) === podIp)) {
    const got = addresses.map(formatNetwork).join(', ') || 'none';
    throw refused(
      `expected the pod's address ${podIp} on ${name}, got ${got}: this may be the machine's own network`,
    );
  }
  return { name, hasIpv6: addresses.some(({ family }) => family === 6) };
}

function readPodIp({ env }: AgentContext): string {
  const text = env[POD_IP];
  if (text === undefined || text === '')
    throw refused(`expected the pod's address in ${POD_IP}, got none: this may be the machine's own network`);
  const address = parseNetwork(text);
  if (isLoopback(address))
    throw refused(
      `expected a pod with an address of its own, got ${text}: this is the machine's own network`,
    );
  return formatNetwork(address);
}

function refused(message: string): ChaosError {
  return new ChaosError('CHAOS_REFUSED', message);
}
