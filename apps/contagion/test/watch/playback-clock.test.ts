import t from 'tap';
import { PlaybackClock } from '../../src/watch/playback-clock.ts';

t.test('virtual time by real time, however late it is asked', async (t) => {
  let realMs = 500;
  const clock = new PlaybackClock(10, 0, () => realMs);
  t.equal(clock.dueMs, 0);
  realMs += 0.05;
  t.equal(clock.dueMs, 0, 'whole milliseconds');
  for (const later of [33, 7, 2_000, 0.25]) realMs += later;
  t.equal(clock.dueMs, 20_403);
});

t.test('another speed goes on from where the run has come to', async (t) => {
  let realMs = 0;
  const clock = new PlaybackClock(10, 0, () => realMs);
  realMs = 1_000;
  clock.multiply(2, 9_900);
  t.equal(clock.speed, 20);
  t.equal(clock.dueMs, 9_900);
  realMs = 1_100;
  t.equal(clock.dueMs, 11_900);
  clock.multiply(1 / 2, 11_900);
  clock.multiply(1 / 2, 11_900);
  t.equal(clock.speed, 5);
});

t.test('speeds stay within their bounds', async (t) => {
  const clock = new PlaybackClock(600_000, 0, () => 0);
  clock.multiply(2, 0);
  t.equal(clock.speed, 1_000_000);
  for (let times = 0; times < 30; times++) clock.multiply(1 / 2, 0);
  t.equal(clock.speed, 0.1);
});

t.test('a pause takes no time', async (t) => {
  let realMs = 0;
  const clock = new PlaybackClock(10, 0, () => realMs);
  realMs = 100;
  clock.togglePause(1_000);
  t.equal(clock.isPaused, true);
  realMs = 60_000;
  t.equal(clock.dueMs, 1_000);
  t.notOk(clock.isBehind(1_000));
  clock.multiply(2, 1_000);
  t.equal(clock.dueMs, 1_000, 'a speed that is chosen meanwhile is for later');
  realMs = 90_000;
  clock.togglePause(1_000);
  realMs += 100;
  t.equal(clock.dueMs, 3_000);
});

t.test('behind is by real time', async (t) => {
  let realMs = 0;
  const clock = new PlaybackClock(100, 0, () => realMs);
  realMs = 2_000;
  t.ok(clock.isBehind(99_000));
  t.notOk(clock.isBehind(100_000));
});
