import type { RealTime } from '../../src/watch/play.ts';

/** Real time that a test makes: sleeping takes none but what it says, and each sleep may last longer than was asked for. */
export type FakeTime = RealTime & { nowMs: number; readonly sleeps: number[] };

/** Makes it. `onSleep` is called in each sleep, with how many there were before. */
export function createFakeTime(
  onSleep: (sleeps: number, time: FakeTime) => void = () => undefined,
): FakeTime {
  const time: FakeTime = {
    nowMs: 0,
    sleeps: [],
    now: () => time.nowMs,
    async sleep(durationMs) {
      time.nowMs += durationMs;
      onSleep(time.sleeps.length, time);
      time.sleeps.push(durationMs);
    },
  };
  return time;
}
