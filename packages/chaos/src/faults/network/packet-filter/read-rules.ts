import { splitWords } from '@pod-contagion/command-line';
import { ChaosError } from '../../../errors.ts';
import type { AgentContext } from '../../fault-agent.ts';
import { CHAIN_PREFIX, COMMENT_PREFIX } from '../names.ts';
import { failure } from '../run-program.ts';
import type { Family } from './rules.ts';

/** Seconds that iptables waits for the lock of another one. */
const LOCK_WAIT_SECONDS = 5;

/** The tables in which there are rules of ours: `filter` for what is dropped, `nat` for what is led elsewhere. */
export type Table = 'filter' | 'nat';

/** Words before every command: only this table, and with patience for others who change it. */
export function inTable(table: Table): readonly string[] {
  return ['-w', String(LOCK_WAIT_SECONDS), '-t', table];
}

/** What is ours in a table of one family. */
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
 * Reads what is ours in a table, default filter; undefined where this kernel has no such table at all.
 *
 * @throws {ChaosError} CHAOS_SET_UP where it can't be read for another reason.
 */
export async function readOurRules(
  context: AgentContext,
  { program }: Family,
  table: Table = 'filter',
): Promise<OurRules | undefined> {
  const args = [...inTable(table), '-S'];
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
  return parseRules(result.stdout);
}

/** Finds what is ours in the output of `iptables -S`. */
export function parseRules(output: string): OurRules {
  const chains: string[] = [];
  const jumps: OurRules['jumps'][number][] = [];
  for (const line of output.split('\n')) {
    const [command, chain = '', ...rest] = splitWords(line) ?? [];
    if (command === '-N' && chain.startsWith(CHAIN_PREFIX)) chains.push(chain.slice(CHAIN_PREFIX.length));
    if (command !== '-A' || chain.startsWith(CHAIN_PREFIX)) continue;
    const comment = rest[rest.indexOf('--comment') + 1] ?? '';
    if (rest.includes('--comment') && comment.startsWith(COMMENT_PREFIX))
      jumps.push({ hook: chain, run: comment.slice(COMMENT_PREFIX.length), words: [chain, ...rest] });
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
  table: Table = 'filter',
): Promise<OurRules> {
  const rules = await readOurRules(context, family, table);
  if (rules === undefined)
    throw new ChaosError(
      'CHAOS_NOT_ENDED',
      `expected ${family.program} to read its rules, got no ${table} table`,
    );
  return rules;
}
