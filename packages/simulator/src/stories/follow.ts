import type { Engine } from '../engine/engine.ts';
import type { Outbreak } from '../engine/outbreak.ts';

/**
 * Lets a contagion break out in an engine that was reset, and follows it to `untilMs`, also after its extinction: who is in back-off then
 * is restarted all the same. It stops to be looked at at time 0, after each step, and at the end; how often changes nothing. Gives when
 * nobody was infected any more, undefined where somebody still is.
 */
export function* follow(
  engine: Engine,
  { sneezes, intervalMs, strains = 1 }: Outbreak,
  untilMs: number,
  stepMs: number,
): Generator<number, number | undefined, undefined> {
  let sneezed = 0;
  let extinctAtMs: number | undefined;
  for (let atMs = 0; ; atMs = Math.min(atMs + stepMs, untilMs)) {
    for (; sneezed < sneezes && sneezed * intervalMs <= atMs; sneezed++) {
      engine.run(sneezed * intervalMs, false);
      for (let strain = 0; strain < strains; strain++) engine.introduce(strain);
    }
    // As long as more is to come from outside nothing is over.
    const areAllSneezed = sneezed === sneezes || sneezed * intervalMs > untilMs;
    if (areAllSneezed && extinctAtMs === undefined && !engine.run(atMs)) extinctAtMs = engine.nowMs;
    engine.run(atMs, false);
    yield atMs;
    if (atMs >= untilMs) return extinctAtMs;
  }
}
