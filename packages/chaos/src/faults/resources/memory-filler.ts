import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentContext, Effect, LetGo } from '../fault-agent.ts';
import { isNear } from './level.ts';
import { describeBound, limitOfPod, roomOf, tightest, type MemoryBound } from './memory-bounds.ts';
import {
  MEMORY_GUARD_EVERY_MS,
  MEMORY_LEAST_STEP_BYTES,
  MEMORY_RESIDUE_BYTES,
  MEMORY_STEP_BYTES,
} from './limits.ts';
import { rampedShare } from './ramp.ts';
import { heldBy } from './see-others.ts';
import type { FillMemoryFaultSpec } from './spec.ts';
import { runsAny } from './threads/runs-any.ts';
import { startThread, type Thread } from './threads/start-thread.ts';

/** In how many steps at least all room would be taken. */
const LEAST_STEPS = 4;

/** Takes memory step by step, and gives it back. */
export type MemoryFiller = Readonly<{
  begin: () => Promise<void>;
  end: () => Promise<void>;
  isThere: () => Promise<boolean>;
  effect: () => Promise<Effect>;
}>;

/** How much the agent has to hold for what is asked: of a share, what the pod uses besides is taken off. */
export function wantedBytes(
  { amount, untilOom }: FillMemoryFaultSpec,
  limit: MemoryBound | undefined,
  heldBytes: number,
): number {
  if ('bytes' in amount) return amount.bytes;
  const others = untilOom === true ? 0 : (limit?.usedBytes ?? 0) - heldBytes;
  return Math.floor(((limit?.limitBytes ?? 0) * amount.percent) / 100 - others);
}

/** Makes a filler; `look` reads the bounds, `letGo` is told when it has ended by itself. */
export function createMemoryFiller(
  spec: FillMemoryFaultSpec,
  { readFile }: AgentContext,
  look: () => Promise<readonly MemoryBound[]>,
  letGo: (why: LetGo) => void,
): MemoryFiller {
  const untilOom = spec.untilOom === true;
  let thread: Thread | undefined;
  const over = new AbortController();
  let beforeBytes = 0;
  let heldBytes = 0;
  let level: NonNullable<Effect['level']> = levelOf(spec, undefined, 0);
  let wasReached = false;
  let note: string | undefined;

  const end = async (): Promise<void> => {
    over.abort();
    await thread?.end();
  };

  /** What there is of it now: as much as the kernel counts for this process, and no more than was taken. */
  async function measure(): Promise<readonly MemoryBound[]> {
    const bounds = await look();
    const grown = Math.max(0, (await heldBy('self', readFile)) - beforeBytes);
    level = levelOf(spec, limitOfPod(bounds), Math.min(heldBytes, grown));
    wasReached ||= isNear(level);
    return bounds;
  }

  async function keepOn(holder: Thread): Promise<void> {
    const begunAtMs = performance.now();
    while (!over.signal.aborted) {
      const bounds = await measure();
      const limit = limitOfPod(bounds);
      const bound = tightest(bounds, untilOom);
      const room = bound === undefined ? Infinity : roomOf(bound);
      if (bound !== undefined && room < 0) {
        note = `the guard let go: ${describeBound(bound)}`;
        letGo({});
        await end();
        return;
      }
      const share = rampedShare(performance.now() - begunAtMs, spec.rampMs);
      const wanted = wantedBytes(spec, limit, heldBytes);
      const step = stepOf(Math.floor(wanted * share) - heldBytes, room, 'percent' in spec.amount);
      if (step > 0) {
        await holder.take(step);
        heldBytes += step;
      }
      // While it grows it looks as often as it takes.
      if (step < MEMORY_LEAST_STEP_BYTES || spec.rampMs !== undefined) await sleep(MEMORY_GUARD_EVERY_MS);
    }
  }

  return {
    begin: async () => {
      const holder = await startThread({ do: 'hold' });
      thread = holder;
      // With all that a thread has for itself, which is no part of what was asked for.
      beforeBytes = await heldBy('self', readFile);
      if (over.signal.aborted) return holder.end();
      void holder.ended.then((error) => error !== undefined && letGo({ error }));
      keepOn(holder).catch((error: unknown) => over.signal.aborted || letGo({ error }));
    },
    end,
    isThere: async () =>
      (thread !== undefined && (await runsAny([thread], { readFile }))) ||
      (over.signal.aborted && (await heldBy('self', readFile)) > beforeBytes + MEMORY_RESIDUE_BYTES),
    effect: async () => {
      // What has let go was measured just before.
      if (!over.signal.aborted) await measure();
      return {
        hits: wasReached ? heldBytes : 0,
        unit: 'bytes',
        level,
        ...(note === undefined ? {} : { note }),
      };
    },
  };
}

/** How much is taken before the next look: of the room a part at most, as others may take of it meanwhile. */
function stepOf(growth: number, room: number, isShare: boolean): number {
  // Of a share, a little more or less does not matter, and would be taken again and again.
  if (isShare && growth < MEMORY_LEAST_STEP_BYTES) return 0;
  const most = Math.max(MEMORY_LEAST_STEP_BYTES, Math.min(MEMORY_STEP_BYTES, room / LEAST_STEPS));
  return Math.max(0, Math.floor(Math.min(growth, most, room)));
}

function levelOf(
  { amount }: FillMemoryFaultSpec,
  limit: MemoryBound | undefined,
  heldBytes: number,
): NonNullable<Effect['level']> {
  if ('bytes' in amount) return { asked: amount.bytes, reached: heldBytes, unit: 'bytes' };
  const reached = limit === undefined ? 0 : (100 * limit.usedBytes) / limit.limitBytes;
  return {
    asked: amount.percent,
    reached: Math.round(reached * 10) / 10,
    unit: "percent of the pod's limit",
  };
}
