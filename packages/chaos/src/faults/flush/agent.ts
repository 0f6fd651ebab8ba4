import { ChaosError } from '../../errors.ts';
import type { AgentContext, FaultAgent, FaultPlan, Leftover } from '../fault-agent.ts';
import { describeFlush } from './describe.ts';
import { requireKubeProxy } from './kube-proxy.ts';
import {
  answerRehearsal,
  askForRehearsal,
  REHEARSAL_LIMIT_MS,
  runOfRehearsalFile,
} from './rehearsal-files.ts';
import { sizeOf } from './ruleset.ts';
import {
  bootId,
  flushedTables,
  nodeOf,
  parseSnapshot,
  runOfFile,
  snapshotFile,
  takeSnapshot,
  type Flushed,
} from './snapshot.ts';
import type { FlushFaultSpec, RehearsalSpec } from './spec.ts';
import { flushStep, keepStep } from './steps.ts';
import { createWatcher } from './study.ts';

/** What planning takes besides the rehearsal, in ms. */
const LOOK_LIMIT_MS = 30_000;

/** Flushes tables of a node, sees what comes back, and puts back the rest. */
export const flushAgent: FaultAgent<FlushFaultSpec> = {
  kind: 'flush',
  ofNode: true,
  planLimitMs: REHEARSAL_LIMIT_MS + LOOK_LIMIT_MS,
  async plan(fault, context) {
    nodeOf(context);
    const looked = await takeSnapshot(context);
    await requireKubeProxy(context, looked);
    requireRules(fault, flushedTables(fault, looked));
    await askForRehearsal(context, { fault, snapshot: looked });
    // Once more: a rehearsal takes its time, and what is restored is to be what was there last.
    const snapshot = await takeSnapshot(context);
    const flushed = flushedTables(fault, snapshot);
    requireRules(fault, flushed);
    return planSteps(context, { fault, snapshot }, flushed);
  },
  leftovers,
};

/** Restores the snapshot of a run where nobody else is, and says what came of it. */
export const rehearsalAgent: FaultAgent<RehearsalSpec> = {
  kind: 'rehearsal',
  momentary: true,
  planLimitMs: REHEARSAL_LIMIT_MS + LOOK_LIMIT_MS,
  async plan({ of }, context) {
    await answerRehearsal(context, of);
    return { steps: [], effect: async () => ({ hits: 0, unit: 'chains and rules' }) };
  },
  leftovers: async () => [],
};

function planSteps(
  context: AgentContext,
  kept: Parameters<typeof keepStep>[2],
  flushed: readonly Flushed[],
): FaultPlan {
  const { deleteChains } = kept.fault;
  const { monotonicMs } = nodeOf(context);
  const watcher = createWatcher(flushed, deleteChains);
  let flushedAtMs = 0;
  let restored: { chains: number; rules: number } | undefined;
  const listener = {
    onFlushed: () => void (flushedAtMs = monotonicMs()),
    onRestored: ({ chains, rules }: Readonly<{ chains: number; rules: number }>) => {
      const had = restored ?? { chains: 0, rules: 0 };
      restored = { chains: had.chains + chains, rules: had.rules + rules };
    },
  };
  return {
    steps: [
      keepStep(context, context.run, kept, flushed),
      ...flushed.map((each) => flushStep(context, each, deleteChains, listener)),
    ],
    effect: async () => ({
      hits: hitsOf(flushed, deleteChains),
      unit: 'chains and rules',
      flush: { ...watcher.study(), ...(restored === undefined ? {} : { restored }) },
    }),
    watch: {
      look: () => watcher.look(context, () => monotonicMs() - flushedAtMs),
      pauseMs: watcher.pauseMs,
    },
  };
}

/** What a flush takes away. */
function hitsOf(flushed: readonly Flushed[], deleteChains: boolean): number {
  const sizes = flushed.map(({ before }) => sizeOf(before));
  return sizes.reduce((sum, { chains, rules }) => sum + rules + (deleteChains ? chains : 0), 0);
}

/**
 * Refuses a flush that would take nothing away, and one after which a policy drops everything.
 * @throws {ChaosError} CHAOS_SET_UP, CHAOS_REFUSED
 */
function requireRules(fault: FlushFaultSpec, flushed: readonly Flushed[]): void {
  if (flushed.length === 0) {
    throw new ChaosError(
      'CHAOS_SET_UP',
      `expected something that ${describeFlush(fault)} would take away on this node, got nothing`,
    );
  }
  if (fault.allowDropPolicy === true) return;
  for (const { name, before, backend } of flushed) {
    const dropping = [...before.values()].find(({ policy }) => policy === 'DROP');
    if (dropping === undefined) continue;
    throw new ChaosError(
      'CHAOS_REFUSED',
      `${dropping.name} of ${name} (${backend.name}) drops what no rule lets through: without its rules the node may be cut off until the end; --allow-drop-policy lifts this`,
    );
  }
}

/** Snapshots that agents have left on this node, and what of them is still missing. */
async function leftovers(context: AgentContext): Promise<readonly Leftover[]> {
  const { node } = context;
  if (node === undefined) return [];
  const found: Leftover[] = [];
  const boot = await bootId(context);
  for (const name of await node.list()) {
    const other = runOfRehearsalFile(name);
    if (other !== undefined) found.push({ ...fileOf(context, other, name), harmless: true });
    const run = runOfFile(name);
    if (run === undefined) continue;
    const kept = parseSnapshot(await node.read(name));
    // A node that was started anew has the rules of that start.
    const isOver = kept === undefined || kept.bootId !== boot;
    const flushed = isOver ? [] : flushedTables(kept.fault, kept.snapshot);
    const steps = [
      isOver ? fileStep(context, run, kept !== undefined) : keepStep(context, run, kept, flushed),
      ...flushed.map((each) => flushStep(context, each, kept?.fault.deleteChains ?? false)),
    ];
    found.push(...steps.map((step) => ({ what: step.what, run, step })));
  }
  return found;
}

/** A file of a rehearsal whose agent was killed. */
function fileOf(context: AgentContext, run: string, name: string): Leftover {
  const node = nodeOf(context);
  const what = `file ${name} on the node`;
  const isThere = async (): Promise<boolean> => (await node.list()).includes(name);
  return { what, run, step: { what, apply: async () => {}, undo: () => node.remove(name), isThere } };
}

/** A file that is all that is left, or that nobody can read: that one is kept, as something may be missing. */
function fileStep(context: AgentContext, run: string, isKnown: boolean): Leftover['step'] {
  const node = nodeOf(context);
  const file = snapshotFile(run);
  return {
    what: `snapshot ${file} on the node`,
    apply: async () => {},
    undo: async () => {
      if (isKnown) return node.remove(file);
      throw new ChaosError(
        'CHAOS_NOT_ENDED',
        `expected a snapshot of this version in ${file}, got something else`,
      );
    },
    isThere: async () => (await node.list()).includes(file),
  };
}
