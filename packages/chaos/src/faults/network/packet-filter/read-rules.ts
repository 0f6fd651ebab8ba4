import { splitWords } from '@pod-contagion/command-line';
import { ChaosError } from '../../../errors.ts';
import type { AgentContext } from '../../fault-agent.ts';
import { failure } from '../run-program.ts';
import { OUR_CHAINS, type ChainUse } from './our-chains.ts';
import type { Family } from './rules.ts';

/** Seconds that iptables waits for the lock of another one. */
const LOCK_WAIT_SECONDS = 5;

/** Words before every command: only the table of such chains, and with patience for others who change it. */
export function inTable(use: ChainUse): readonly string[] {
  return ['-w', String(LOCK_WAIT_SECONDS), '-t', OUR_CHAINS[use].table];
}

/** What is ours in a table of one family, of one use. */
export type OurRules = Readonly<{
  /** Runs that have a chain. */
  chains: readonly string[];
  /** Rules elsewhere that jump to them: the run of their comment, and the words that delete them after `-D`. */
  jumps: readonly Readonly<{ hook: string; run: string; words: readonly string[] }>[];
}>;

/** What iptables says where the kernel, or this pod, has no packet filter of the family. */
const NO_TABLE =
  /Failed to initialize nft|can't initialize ip6?tables table|Table does not exist|Protocol not supported|Address family not supported|do you need to insmod/i;

/** iptables-legacy reads and writes its rules by a raw socket; without the right to open one it says the same first. */
const NO_RIGHT = /can't initialize ip6?tables table.*(?:Permission denied|Operation not permitted)/i;

/**
 * Reads what is ours of one use, default filter; undefined where this kernel has no such table at all.
 *
 * @throws {ChaosError} CHAOS_SET_UP where it can't be read for another reason.
 */
export async function readOurRules(
  context: AgentContext,
  { program }: Family,
  use: ChainUse = 'filter',
): Promise<OurRules | undefined> {
  const args = [...inTable(use), '-S'];
  const result = await context.command(program, args);
  if (result.exitCode !== 0) {
    if (NO_RIGHT.test(result.stderr)) {
      throw new ChaosError(
        'CHAOS_SET_UP',
        `${program} needs NET_RAW beside NET_ADMIN, and iptables, which does not, this kernel without nf_tables: --net-raw asks for it`,
      );
    }
    if (NO_TABLE.test(result.stderr)) return undefined;
    throw failure(program, args, result);
  }
  return parseRules(result.stdout, use);
}

/** Finds what is ours of one use in the output of `iptables -S`. */
export function parseRules(output: string, use: ChainUse = 'filter'): OurRules {
  const ours = OUR_CHAINS[use];
  const chains: string[] = [];
  const jumps: OurRules['jumps'][number][] = [];
  for (const line of output.split('\n')) {
    const [command, chain = '', ...rest] = splitWords(line) ?? [];
    if (command === '-N' && chain.startsWith(ours.chain)) chains.push(chain.slice(ours.chain.length));
    if (command !== '-A' || chain.startsWith(ours.chain)) continue;
    const comment = rest[rest.indexOf('--comment') + 1] ?? '';
    if (rest.includes('--comment') && comment.startsWith(ours.comment))
      jumps.push({ hook: chain, run: comment.slice(ours.comment.length), words: [chain, ...rest] });
  }
  return { chains, jumps };
}

/**
 * Packets and bytes that the rules which drop or reject have counted, and packets that returned for an excepted peer: by a
 * rule with nothing but addresses. From `iptables -L CHAIN -v -x -n`.
 */
export function parseCounters(
  output: string,
): Readonly<{ packets: number; bytes: number; letThrough: number }> {
  let packets = 0;
  let bytes = 0;
  let letThrough = 0;
  for (const line of output.split('\n')) {
    const [, count, size] = /^\s*([0-9]+)\s+([0-9]+)\s+(?:DROP|REJECT)\s/.exec(line) ?? [];
    packets += Number(count ?? 0);
    bytes += Number(size ?? 0);
    const [, excepted] = /^\s*([0-9]+)\s+[0-9]+\s+RETURN(?:\s+[^\s]+){6}\s*$/.exec(line) ?? [];
    letThrough += Number(excepted ?? 0);
  }
  return { packets, bytes, letThrough };
}

/** As `readOurRules`, where the table has been there before. */
export async function mustReadOurRules(
  context: AgentContext,
  family: Family,
  use: ChainUse = 'filter',
): Promise<OurRules> {
  const rules = await readOurRules(context, family, use);
  if (rules === undefined)
    throw new ChaosError(
      'CHAOS_NOT_ENDED',
      `expected ${family.program} to read its rules, got no ${OUR_CHAINS[use].table} table`,
    );
  return rules;
}
