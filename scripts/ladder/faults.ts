import type { ProbeTiming } from '@pod-contagion/simulator';
import type { SimulatedLadder } from './climb-simulation.ts';
import type { Ladder, Rung } from './ladder.ts';

/** How much sooner and later than it should something may be seen, in ms. */
export type Allowance = Readonly<{ earlyMs: number; lateMs: number }>;

/**
 * What is wrong with the lives of a podder, a sentence each: they end when the liveness probe has failed often enough, and all in the phase
 * of the first, as the probe's ticks go on through restarts; and after an end nobody is ready who does not answer yet.
 */
export function lifeFaults(
  { rungs }: Ladder,
  probe: ProbeTiming,
  { earlyMs, lateMs }: Allowance,
): readonly string[] {
  const { periodMs, failureThreshold } = probe;
  const leastMs = (failureThreshold - 1) * periodMs;
  const firstMs = rungs[0]?.endedAtMs ?? NaN;
  return rungs.flatMap(({ failsAtMs, endedAtMs, upAtMs, readyAtMs }, index) => {
    const failedMs = endedAtMs - failsAtMs;
    const periods = (endedAtMs - firstMs) / periodMs;
    const offMs = Math.abs(periods - Math.round(periods)) * periodMs;
    return [
      ...fault(
        failedMs >= leastMs - earlyMs,
        `life ${index + 1}: ${failedMs} ms of failing, at least ${leastMs}`,
      ),
      ...fault(
        failedMs <= leastMs + periodMs + lateMs,
        `life ${index + 1}: ${failedMs} ms of failing, at most ${leastMs + periodMs}`,
      ),
      ...fault(
        readyAtMs >= upAtMs,
        `life ${index + 1}: ready ${upAtMs - readyAtMs} ms before the next answers`,
      ),
      ...fault(
        offMs <= lateMs,
        `life ${index + 1}: ended ${Math.round(offMs)} ms off the phase of the first`,
      ),
    ];
  });
}

/**
 * What is wrong with what follows the ends of a ladder, beside simulations: a wait where there is one in those in which as much time had
 * passed since the end before, as long as there, and on top of it what a start takes, which restarts at once show.
 */
export function restartFaults(
  { rungs }: Ladder,
  simulated: readonly SimulatedLadder[],
  { lateMs }: Allowance,
): readonly string[] {
  const startMs = Math.max(...rungs.map((rung) => (rung.waits ? 0 : downMs(rung))));
  return rungs.flatMap((rung, index) => {
    const beside = simulated.map((ladder) => ({ ...ladder.rungs[index]!, gapMs: gapOf(ladder, index) }));
    const waiting = beside.filter(({ waits }) => waits);
    const gapMs = gapOf({ rungs }, index);
    const title = `end ${index + 1}, ${gapMs} ms after the one before`;
    const isToWait = choiceAt(gapMs, beside, lateMs) ?? rung.waits;
    if (!rung.waits || !isToWait) {
      return fault(
        rung.waits === isToWait,
        `${title}: expected ${isToWait ? 'a wait' : 'a restart at once'}`,
      );
    }
    const waitsMs = waiting.map(({ restartedAtMs, endedAtMs }) => restartedAtMs - endedAtMs);
    const [least, most] = [Math.min(...waitsMs), Math.max(...waitsMs) + startMs];
    return [
      ...fault(downMs(rung) >= least, `${title}: up after ${downMs(rung)} ms, at least ${least}`),
      ...fault(downMs(rung) <= most + lateMs, `${title}: up after ${downMs(rung)} ms, at most ${most}`),
    ];
  });
}

type Beside = Readonly<{ gapMs: number; waits: boolean }>;

/** Whether an end is followed by a wait, as far as others tell: undefined where none came so late, or it is as near to the back-off as can be seen. */
function choiceAt(gapMs: number, beside: readonly Beside[], lateMs: number): boolean | undefined {
  const gapsOf = (waits: boolean): number[] =>
    beside.flatMap((each) => (each.waits === waits ? [each.gapMs] : []));
  if (gapMs > Math.max(...gapsOf(true), ...gapsOf(false)) + lateMs) return undefined;
  if (gapMs > Math.max(...gapsOf(true)) + lateMs) return false;
  return gapMs < Math.min(...gapsOf(false)) - lateMs ? true : undefined;
}

/** From the end before, of which the first has none, to an end. */
function gapOf({ rungs }: Ladder, index: number): number {
  return index === 0 ? 0 : rungs[index]!.endedAtMs - rungs[index - 1]!.endedAtMs;
}

function downMs({ upAtMs, endedAtMs }: Rung): number {
  return upAtMs - endedAtMs;
}

function fault(isRight: boolean, sentence: string): readonly string[] {
  return isRight ? [] : [sentence];
}
