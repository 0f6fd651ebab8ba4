import type { Effect, FaultPlan } from '../faults/fault-agent.ts';
import { pause, timestamp } from './clock.ts';
import { EFFECT_LIMIT_MS, STEP_LIMIT_MS, WATCH_EVERY_MS } from './limits.ts';
import type { Session } from './session.ts';

/**
 * Looks every few seconds whether an active fault is still there and how much it has done, until the end; ends it where
 * somebody else has removed a part. A look that fails says nothing, and the next may not. Never rejects.
 */
export async function watchFault(
  { endings, calls, clock, say, spec }: Session,
  plan: FaultPlan,
  onEffect: (effect: Effect) => void,
): Promise<void> {
  const isOver = (): boolean => endings.ending() !== undefined;
  for (;;) {
    await pause(clock, WATCH_EVERY_MS, endings.ended);
    for (const step of plan.steps.filter(({ mayVanish }) => mayVanish !== true)) {
      if (isOver()) return;
      const isThere = await calls
        .call(`reading back ${step.what}`, STEP_LIMIT_MS, step.isThere)
        .catch(() => undefined);
      if (isThere === false) endings.end({ reason: 'vanished' });
    }
    if (isOver()) return;
    const effect = await calls.call('counting', EFFECT_LIMIT_MS, plan.effect).catch(() => undefined);
    if (isOver()) return;
    if (effect === undefined) continue;
    onEffect(effect);
    say({ event: 'effect', run: spec.run, at: timestamp(clock.nowMs()), effect });
  }
}

/**
 * Looks at what others put back while a fault lasts, where its plan can, and tells of it at once. A look that fails says
 * nothing, and the next may not. Never rejects.
 */
export async function watchReturns(
  { endings, calls, clock, say, spec }: Session,
  { watch }: FaultPlan,
): Promise<void> {
  if (watch === undefined) return;
  while (endings.ending() === undefined) {
    const returned = await calls.call('looking what came back', STEP_LIMIT_MS, watch.look).catch(() => []);
    const at = timestamp(clock.nowMs());
    for (const each of returned) say({ event: 'returned', run: spec.run, at, returned: each });
    await pause(clock, watch.pauseMs(), endings.ended);
  }
}
