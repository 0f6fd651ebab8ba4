import { ChaosError } from '../../errors.ts';
import type { AgentContext, NodeAccess } from '../fault-agent.ts';
import { backendNamed, BACKENDS, readRules, type Backend } from './backend.ts';
import { formatTable, parseRuleset, type Ruleset, type Table } from './ruleset.ts';
import { FLUSH_TABLES, type FlushFaultSpec, type FlushTable } from './spec.ts';

/** All rules of a node at one moment. */
export type Snapshot = readonly Readonly<{ backend: Backend; rules: Ruleset }>[];

/** One table that is flushed, and what it held. */
export type Flushed = Readonly<{ backend: Backend; name: FlushTable; before: Table }>;

/** What stands in the folder of the node. */
export type KeptSnapshot = Readonly<{
  run: string;
  fault: FlushFaultSpec;
  /** Of the node when it was taken: rules don't outlive a start of the node, and neither does what they were. */
  bootId: string;
  snapshot: Snapshot;
}>;

const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** The node's folder, which outlives the agent's pod. It is mounted by the client; see `NODE_FOLDER`. */
export function nodeOf({ node }: AgentContext): NodeAccess {
  if (node !== undefined) return node;
  throw new ChaosError(
    'CHAOS_SET_UP',
    "expected a pod with its node's folder for snapshots, got none: pod-chaos flush makes one",
  );
}

/** Reads all rules of a node: both families, and both halves of the kernel where they have any. */
export async function takeSnapshot(context: AgentContext): Promise<Snapshot> {
  const snapshot: { backend: Backend; rules: Ruleset }[] = [];
  for (const backend of BACKENDS) {
    const rules = await readRules(context, backend);
    if (rules.size > 0) snapshot.push({ backend, rules });
  }
  return snapshot;
}

/** Whether a flush would take anything from a table. */
function isTouched({ before }: Flushed, deleteChains: boolean): boolean {
  const chains = [...before.values()];
  return chains.some(({ rules, policy }) => rules.length > 0 || (deleteChains && policy === '-'));
}

/** The tables that a fault takes something from, in the order in which it does. */
export function flushedTables(
  { tables, families, deleteChains }: FlushFaultSpec,
  snapshot: Snapshot,
): readonly Flushed[] {
  return snapshot
    .filter(({ backend }) => families.includes(backend.family))
    .flatMap(({ backend, rules }) =>
      FLUSH_TABLES.filter((name) => tables.includes(name)).map((name) => ({
        backend,
        name,
        before: rules.get(name) ?? new Map(),
      })),
    )
    .filter((flushed) => isTouched(flushed, deleteChains));
}

/** The name of a run's file. */
export function snapshotFile(run: string): string {
  return `${run}.snapshot`;
}

/** The run that a file belongs to; undefined for whatever else there is. */
export function runOfFile(name: string): string | undefined {
  return /^([a-z0-9]{8})\.snapshot$/.exec(name)?.[1];
}

/** What is written. */
export async function formatSnapshot(
  context: AgentContext,
  { fault, snapshot }: Pick<KeptSnapshot, 'fault' | 'snapshot'>,
): Promise<string> {
  const rules = snapshot.map(({ backend, rules: tables }) => ({
    backend: backend.name,
    text: [...tables].map(([name, table]) => formatTable(name, table)).join(''),
  }));
  return JSON.stringify({ version: 1, run: context.run, bootId: await bootId(context), fault, rules });
}

/**
 * Reads what was written; undefined for what is no whole snapshot, such as half of one: an agent flushes only after it has
 * read its own back.
 */
export function parseSnapshot(text: string): KeptSnapshot | undefined {
  try {
    const { version, run, bootId: boot, fault, rules } = JSON.parse(text) as Written;
    if (version !== 1) return undefined;
    const snapshot = rules.map(({ backend, text: saved }) => {
      const found = backendNamed(backend);
      if (found === undefined) throw new Error(`expected a backend, got ${backend}`);
      return { backend: found, rules: parseRuleset(saved) };
    });
    return { run, fault, bootId: boot, snapshot };
  } catch {
    return undefined;
  }
}

type Written = Readonly<{
  version: number;
  run: string;
  bootId: string;
  fault: FlushFaultSpec;
  rules: readonly Readonly<{ backend: string; text: string }>[];
}>;

/** Which start of the node this is. */
export async function bootId({ readFile }: AgentContext): Promise<string> {
  return (await readFile(BOOT_ID).catch(() => '')).trim();
}
