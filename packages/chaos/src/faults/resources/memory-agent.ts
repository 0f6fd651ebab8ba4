import { writeFile } from 'node:fs/promises';
import { ChaosError } from '../../errors.ts';
import type { AgentContext, FaultAgent, FaultPlan, LetGo } from '../fault-agent.ts';
import { describeResourceFault, formatBytes } from './describe.ts';
import { limitOfPod, memoryBounds, roomOf, tightest, type MemoryBound } from './memory-bounds.ts';
import { createMemoryFiller, wantedBytes } from './memory-filler.ts';
import { readMemory } from './read-memory.ts';
import { seeOthers } from './see-others.ts';
import type { FillMemoryFaultSpec } from './spec.ts';

/** Whom the OOM killer takes first; anybody may raise that of a process of its own. See proc_pid_oom_score_adj(5). */
const FIRST_TO_BE_KILLED = '1000';

/**
 * The agent's part of a fill of memory: a thread that holds it, and a guard that ends the thread before a limit is reached.
 * Should the OOM killer come all the same, it is to take the agent first. That nobody else is taken can't be promised: once all threads
 * of a victim are exiting the kernel passes it over, and its memory may not be free yet. Source: css_task_iter_advance in
 * kernel/cgroup/cgroup.c, and exit_mm after exit_signals in kernel/exit.c of Linux 6.18.
 */
export const memoryAgent: FaultAgent<FillMemoryFaultSpec> = {
  kind: 'fill-memory',
  plan,
  leftovers: async () => [],
};

async function plan(spec: FillMemoryFaultSpec, context: AgentContext): Promise<FaultPlan> {
  const others = seeOthers(context);
  const look = async (): Promise<readonly MemoryBound[]> =>
    memoryBounds(await readMemory(context, others), spec.pod);
  check(spec, await look());
  const { promise: letGo, resolve } = Promise.withResolvers<LetGo>();
  const filler = createMemoryFiller(spec, context, look, resolve);
  return {
    steps: [
      {
        what: describeResourceFault(spec),
        apply: async () => {
          if (spec.untilOom !== true) await writeFile('/proc/self/oom_score_adj', FIRST_TO_BE_KILLED);
          await filler.begin();
        },
        undo: filler.end,
        isThere: filler.isThere,
      },
    ],
    effect: filler.effect,
    letGo,
  };
}

function check(spec: FillMemoryFaultSpec, bounds: readonly MemoryBound[]): void {
  const limit = limitOfPod(bounds);
  const untilOom = spec.untilOom === true;
  if (limit === undefined && (untilOom || 'percent' in spec.amount)) {
    throw new ChaosError(
      'CHAOS_SET_UP',
      'expected a pod with a limit of memory, got one without: it would take what its node has; ask for bytes',
    );
  }
  const bound = tightest(bounds, untilOom);
  const wanted = wantedBytes(spec, limit, 0);
  if (wanted <= 0) {
    throw new ChaosError(
      'CHAOS_SET_UP',
      `expected a pod that uses less than what is to be reached, got one that uses ${formatBytes(limit?.usedBytes ?? 0)} of ${formatBytes(limit?.limitBytes ?? 0)}`,
    );
  }
  if (bound === undefined || wanted <= roomOf(bound)) return;
  const lift = bound.of === 'node' ? 'no flag lifts this' : '--until-oom lifts this';
  throw new ChaosError(
    'CHAOS_REFUSED',
    `expected room for ${formatBytes(wanted)}, got ${formatBytes(Math.max(0, roomOf(bound)))} before the guard of the ${bound.of} would let go ` +
      `(${formatBytes(bound.usedBytes)} of ${formatBytes(bound.limitBytes)} are used, ${formatBytes(bound.marginBytes)} are left alone); ${lift}`,
  );
}
