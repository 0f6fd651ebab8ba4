import t from 'tap';
import { createEpidemicStore } from '@pod-contagion/epidemic';
import { createModel, ObservedRun, simulate, type SimulatedEvent } from '@pod-contagion/simulator';
import type { Audience, Playback } from '../../src/watch/audience.ts';
import { play } from '../../src/watch/play.ts';
import { PlaybackClock } from '../../src/watch/playback-clock.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';

const SETTINGS = { pods: 10, symptomDelayMs: 10_000, healthDelayMs: 500, sneezeIntervalMs: 500 };
const UNTIL_MS = 120_000;

/** A run that is about to be played, and all that its audience is told: events, and at each look the time. */
function prepare(
  speed: number,
  time: FakeTime,
): { playback: Playback; audience: Audience; events: SimulatedEvent[]; looks: number[] } {
  const store = createEpidemicStore();
  const run = new ObservedRun(createModel(SETTINGS), { seed: 1, untilMs: UNTIL_MS, store });
  const events: SimulatedEvent[] = [];
  const looks: number[] = [];
  const nothing = (): void => undefined;
  const audience: Audience = {
    begin: nothing,
    hear: (event) => void events.push(event),
    step: nothing,
    look: () => void looks.push(run.nowMs),
    end: nothing,
  };
  return { playback: { run, store, clock: new PlaybackClock(speed, 0, time.now) }, audience, events, looks };
}

const ALL = [...simulate(SETTINGS, { seed: 1, untilMs: UNTIL_MS })];

t.test('at each look all that is due has happened, however late it comes', async (t) => {
  const late = createFakeTime((sleeps, time) => (time.nowMs += (sleeps % 3) * 40));
  const { playback, audience, events } = prepare(10, late);
  const { run } = playback;
  let wrong = 0;
  const look = (): void => {
    if (run.isOver) return;
    if (run.nowMs !== late.nowMs * 10) wrong++;
    if (events.length !== ALL.filter(({ atMs }) => atMs <= run.nowMs).length) wrong++;
  };
  await play(playback, { ...audience, look }, late, new AbortController().signal);
  t.equal(wrong, 0);
  t.same(events, ALL);
  t.ok(run.isOver);
  t.ok(Math.abs(late.nowMs * 10 - run.nowMs) < 1_500, 'no later than a look');
});

t.test('a very large speed ends at once', async (t) => {
  const time = createFakeTime();
  const { playback, audience, events, looks } = prepare(1_000_000, time);
  await play(playback, audience, time, new AbortController().signal);
  t.same(events, ALL);
  t.equal(looks.length, 2);
  t.ok(time.nowMs < 100);
});

t.test('what takes too long is done in pieces, between which keys are heard', async (t) => {
  const time = createFakeTime();
  const { playback, audience, events, looks } = prepare(1_000_000, time);
  // Each event takes 5 ms.
  const hear = (event: SimulatedEvent): void => {
    time.nowMs += 5;
    events.push(event);
  };
  await play(playback, { ...audience, hear }, time, new AbortController().signal);
  t.same(events, ALL);
  t.ok(looks.length > 10);
  t.ok(time.sleeps.slice(0, -1).includes(0), 'and goes on without a wait');
});

t.test('nothing happens while it is paused, and it ends when it is asked to', async (t) => {
  const ending = new AbortController();
  const time = createFakeTime((sleeps) => {
    // At the end of a sleep: the next one is the first to count.
    if (sleeps === 10 || sleeps === 99) playback.clock.togglePause(playback.run.nowMs);
    if (sleeps === 120) ending.abort();
  });
  const { playback, audience, looks } = prepare(10, time);
  await play(playback, audience, time, ending.signal);
  t.equal(looks.length, 121);
  t.same(new Set(looks.slice(10, 101)), new Set([looks[10]]));
  t.equal(looks[120], looks[100]! + 20 * 500);
  t.notOk(playback.run.isOver);
});
