import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../fault-agent.ts';
import { failure, mustRun } from '../network/run-program.ts';
import type { AgentProgram } from '../programs.ts';
import { parseRuleset, type Ruleset } from './ruleset.ts';
import type { FlushFamily } from './spec.ts';

/** One of the places where a node may have rules: a family of addresses, and which half of the kernel keeps them. */
export type Backend = Readonly<{
  /** As people call it: `IPv4`, `IPv6, legacy`. */
  name: string;
  family: FlushFamily;
  iptables: AgentProgram;
  save: AgentProgram;
  restore: AgentProgram;
  /** Where the kernel says which tables there are; left out where a question makes none. */
  tables?: string;
}>;

/** Seconds that iptables waits for the lock of another one. */
const LOCK_WAIT: readonly string[] = ['-w', '5'];

/** All of them. To ask iptables-legacy loads modules and makes tables, so that it is asked only where there are some. */
export const BACKENDS: readonly Backend[] = [
  {
    name: 'IPv4',
    family: 'ipv4',
    iptables: 'iptables',
    save: 'iptables-save',
    restore: 'iptables-restore',
  },
  {
    name: 'IPv6',
    family: 'ipv6',
    iptables: 'ip6tables',
    save: 'ip6tables-save',
    restore: 'ip6tables-restore',
  },
  {
    name: 'IPv4, legacy',
    family: 'ipv4',
    iptables: 'iptables-legacy',
    save: 'iptables-legacy-save',
    restore: 'iptables-legacy-restore',
    tables: '/proc/net/ip_tables_names',
  },
  {
    name: 'IPv6, legacy',
    family: 'ipv6',
    iptables: 'ip6tables-legacy',
    save: 'ip6tables-legacy-save',
    restore: 'ip6tables-legacy-restore',
    tables: '/proc/net/ip6_tables_names',
  },
];

/** A backend by its name. */
export function backendNamed(name: string): Backend | undefined {
  return BACKENDS.find((backend) => backend.name === name);
}

/** What iptables says where the kernel has no such packet filter. */
const NO_FILTER =
  /Failed to initialize nft|can't initialize ip6?tables table|Table does not exist|Protocol not supported|Address family not supported|Could not fetch rule set generation id/i;

/**
 * Reads all rules of one backend; nothing where this kernel has none of it.
 * @throws {ChaosError} CHAOS_SET_UP where they can't be read
 */
export async function readRules(context: AgentContext, backend: Backend): Promise<Ruleset> {
  const { save, tables } = backend;
  if (tables !== undefined) {
    const present = await context.readFile(tables).catch(() => '');
    if (present.trim() === '') return new Map();
  }
  const result = await context.command(save, []);
  if (result.exitCode === 0) return parseRuleset(result.stdout);
  if (/Permission denied|Operation not permitted/i.test(result.stderr)) {
    const needs = tables === undefined ? 'NET_ADMIN' : 'NET_RAW beside NET_ADMIN (--net-raw)';
    throw new ChaosError('CHAOS_SET_UP', `${save} needs ${needs}: ${result.stderr.trim()}`);
  }
  if (NO_FILTER.test(result.stderr)) return new Map();
  throw failure(save, [], result);
}

/**
 * Puts back what `input` says, all or nothing, and leaves everything else as it is.
 * @throws {ChaosError} CHAOS_NOT_ENDED
 */
export async function restoreRules(
  context: AgentContext,
  { restore }: Backend,
  input: string,
): Promise<void> {
  await mustRun(context, restore, ['--noflush', ...LOCK_WAIT], 'CHAOS_NOT_ENDED', input);
}

/**
 * Flushes a table as people do.
 * @throws {ChaosError} CHAOS_SET_UP
 */
export async function flushTable(
  context: AgentContext,
  { iptables }: Backend,
  table: string,
  deleteChains: boolean,
): Promise<void> {
  await mustRun(context, iptables, [...LOCK_WAIT, '-t', table, '-F']);
  if (deleteChains) await mustRun(context, iptables, [...LOCK_WAIT, '-t', table, '-X']);
}
