import { readFile } from 'node:fs/promises';
import { LocalClusterError } from '../errors.ts';
import { noIpCommand, runIp } from './ip-command.ts';
import { parseCidr, type Cidr } from '@pod-contagion/api-server/objects';

/** What network namespaces take of a process. Source: capabilities(7), linux/capability.h. */
const CAPABILITIES = { CAP_NET_ADMIN: 12, CAP_SYS_ADMIN: 21 } as const;

/** What is looked at; a test brings its own. */
export type Machine = Readonly<{
  platform: NodeJS.Platform;
  userId: number | undefined;
  /** Text of /proc/self/status. */
  processStatus: () => Promise<string>;
  runIp: (args: readonly string[]) => Promise<string>;
}>;

/** This machine. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    userId: process.geteuid?.(),
    processStatus: () => readFile('/proc/self/status', 'latin1'),
    runIp,
  };
}

/**
 * Looks, before anything is made, whether network namespaces can be, and reads the routes of the machine. Throws
 * NOT_LINUX, NOT_ROOT, NAMESPACE_NOT_ALLOWED, NO_IP_COMMAND.
 */
export async function checkNamespaces(machine: Machine): Promise<Cidr[]> {
  if (machine.platform !== 'linux') {
    throw new LocalClusterError(
      'NOT_LINUX',
      `expected Linux for network namespaces, got ${machine.platform}; leave out the choice of a network, or choose mapped`,
    );
  }
  if (machine.userId !== 0) {
    throw new LocalClusterError(
      'NOT_ROOT',
      `expected root for network namespaces, got user ${machine.userId ?? 'unknown'}; run it with sudo`,
    );
  }
  const missing = missingCapabilities(await machine.processStatus());
  if (missing.length > 0) {
    throw new LocalClusterError(
      'NAMESPACE_NOT_ALLOWED',
      `expected root to have ${Object.keys(CAPABILITIES).join(' and ')} for network namespaces, got less: ${missing.join(', ')} missing, as in a container that is not privileged`,
    );
  }
  try {
    return parseRoutes(await machine.runIp(['-4', '-json', 'route', 'show', 'table', 'all']));
  } catch (error) {
    if (error instanceof LocalClusterError && error.code === 'NO_IP_COMMAND') throw error;
    throw noIpCommand(error);
  }
}

function missingCapabilities(status: string): string[] {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return Object.entries(CAPABILITIES)
    .filter(([, bit]) => (effective & (1n << BigInt(bit))) === 0n)
    .map(([name]) => name);
}

/** The blocks that routes of the machine lead to, from the JSON of `ip route`; the default route leads everywhere and does not count. */
export function parseRoutes(json: string): Cidr[] {
  const routes = JSON.parse(json === '' ? '[]' : json) as { dst?: string }[];
  return routes.map(({ dst }) => parseCidr(dst ?? '')).filter((cidr) => cidr !== undefined);
}
