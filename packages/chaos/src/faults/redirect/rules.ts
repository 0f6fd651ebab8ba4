import { ChaosError } from '../../errors.ts';
import type { AgentContext, FaultStep } from '../fault-agent.ts';
import { formatNetwork, type Network } from '../network/addresses.ts';
import type { PodInterface } from '../network/check-pod.ts';
import { OUR_CHAINS } from '../network/packet-filter/our-chains.ts';
import { stopWords, usable } from '../network/packet-filter/plan.ts';
import { inTable } from '../network/packet-filter/read-rules.ts';
import { FAMILIES, type Family } from '../network/packet-filter/rules.ts';
import { chainStep, jumpStep, type Place } from '../network/packet-filter/steps.ts';
import { mustRun } from '../network/run-program.ts';

/** What a plan for rules is made of. */
export type RedirectOptions = Readonly<{
  link: PodInterface;
  /** The pod's port. */
  port: number;
  /** Where the proxy listens; known once it does. */
  proxyPort: () => number;
  except: readonly Network[];
  context: AgentContext;
  /** How long after the deadline the kernel itself leads connections to their port again. */
  deadlineMarginMs: number;
}>;

/** What the kernel has counted: connections, by their first packets. */
export type RedirectCounts = Readonly<{ redirected: number; letThrough: number }>;

/** Steps that make chains of ours, those that lead new connections there, and what the chains count. */
export type Redirect = Readonly<{
  chains: readonly FaultStep[];
  jumps: readonly FaultStep[];
  counts: () => Promise<RedirectCounts>;
}>;

/**
 * Plans chains of ours in the nat table of both families, and jumps from PREROUTING for what begins a connection to the port
 * by the pod's interface.
 *
 * Only packets that begin one: the kernel asks this table for the first packet that it sees of each connection, and where nothing
 * in the pod needed tracking before, that is one from the middle of every connection that is open already. What the pod itself
 * sends does not pass PREROUTING by this interface, so that the proxy's own connections need no mark.
 *
 * @throws {ChaosError} CHAOS_CONFLICT where a chain of this run is there; CHAOS_SET_UP where there is no nat table.
 */
export async function planRedirect(options: RedirectOptions): Promise<Redirect> {
  const { link, port, proxyPort, except, context, deadlineMarginMs } = options;
  const used: Family[] = [];
  const chains: FaultStep[] = [];
  const jumps: FaultStep[] = [];
  let note = '';
  // IPv6 first, for what is said of its absence stands with IPv4.
  for (const wanted of FAMILIES.toReversed()) {
    const family = await usable(wanted, link, context, 'nat');
    if (family === undefined) {
      note = ' only, since the pod has no IPv6';
      continue;
    }
    used.push(family);
    const place: Place = { context, family, run: context.run, note, use: 'nat' };
    const rules = (): readonly (readonly string[])[] => chainRules(family, except, proxyPort());
    const stop = (): readonly string[] => stopWords(context.deadlineMs, deadlineMarginMs);
    const match = ['-i', link.name, '-p', 'tcp', '--dport', String(port), '--syn'];
    chains.push(chainStep(place, rules));
    jumps.push(jumpStep(place, { hook: 'PREROUTING', match }, stop));
  }
  return { chains, jumps, counts: () => countConnections(used, context) };
}

function chainRules(
  { family }: Family,
  except: readonly Network[],
  proxyPort: number,
): readonly (readonly string[])[] {
  return [...passingBy(family, except), ['-p', 'tcp', '-j', 'REDIRECT', '--to-ports', String(proxyPort)]];
}

/** Rules by which connections of excepted peers leave a chain of ours as they came. */
export function passingBy(
  family: Family['family'],
  except: readonly Network[],
): readonly (readonly string[])[] {
  return except
    .filter((peer) => peer.family === family)
    .map((peer) => ['-s', formatNetwork(peer), '-j', 'RETURN']);
}

async function countConnections(families: readonly Family[], context: AgentContext): Promise<RedirectCounts> {
  let [redirected, letThrough] = [0, 0];
  for (const { program } of families) {
    const args = [...inTable('nat'), '-L', OUR_CHAINS.nat.chain + context.run, '-v', '-x', '-n'];
    const counted = parseRedirected((await mustRun(context, program, args)).stdout);
    redirected += counted.redirected;
    letThrough += counted.letThrough;
  }
  return { redirected, letThrough };
}

/**
 * Reads `iptables -L CHAIN -v -x -n`.
 * @throws {ChaosError} CHAOS_SET_UP where no rule of ours is in it
 */
export function parseRedirected(output: string): RedirectCounts {
  let redirected: number | undefined;
  let letThrough = 0;
  for (const line of output.split('\n')) {
    const [, packets, target] = /^\s*([0-9]+)\s+[0-9]+\s+(REDIRECT|RETURN)\s/.exec(line) ?? [];
    if (target === 'REDIRECT') redirected = (redirected ?? 0) + Number(packets);
    if (target === 'RETURN') letThrough += Number(packets);
  }
  if (redirected === undefined)
    throw new ChaosError('CHAOS_SET_UP', 'expected a rule REDIRECT in our chain, got none');
  return { redirected, letThrough };
}
