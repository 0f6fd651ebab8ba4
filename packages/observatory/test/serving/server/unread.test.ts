/** Clients that do not read, with the limits as they are: what they cost the server, and the others. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { openObservatoryServer } from '../../../src/serving/index.ts';
import { MAX_RING_BYTES, MAX_WAITING_BYTES } from '../../../src/serving/limits.ts';
import { follow } from '../../testing/follower.ts';
import { handFed } from '../../testing/hand-fed.ts';
import { pageFolder } from '../../testing/page-folder.ts';

/** What one that does not read may cost, in bytes: what waits for it, and as much again for all that comes with it. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Large frames, so that few are enough; what the system takes for a connection is some of them. */
const FRAME_BYTES = 100_000;
const FRAMES = 250;
const AT_ONCE = 5;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that this process holds when all is collected that may be; what a buffer had is given back a little later. */
async function held(): Promise<number> {
  let least = Infinity;
  for (let look = 0; look < 5; look++) {
    collect();
    await sleep(20);
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

t.test('who does not read costs a few megabytes, and the others nothing', async (t) => {
  const feed = handFed();
  const server = await openObservatoryServer({ feed, pageFolder: pageFolder(t) });
  t.teardown(() => server.close());
  const url = `${server.url}api/events?epoch=first&from=`;
  const quick = await follow(`${url}0`);
  t.teardown(quick.end);
  /** Large frames; who reads has a few of them before the next ones come. */
  const push = async (count: number): Promise<number> => {
    let slowestMs = 0;
    for (let frame = 0; frame < count; frame += AT_ONCE) {
      for (let one = 0; one < AT_ONCE; one++) feed.push({ strains: [String(one).repeat(FRAME_BYTES)] });
      const beganMs = performance.now();
      await quick.event(({ id }) => id === String(feed.cursor));
      slowestMs = Math.max(slowestMs, performance.now() - beganMs);
    }
    return slowestMs;
  };
  // The server keeps so much for those who come back, whoever follows.
  await push(Math.ceil((2 * MAX_RING_BYTES) / FRAME_BYTES));
  const beforeMs = await push(50);
  const before = await held();

  const slow = await follow(`${url}${feed.cursor}`);
  t.teardown(slow.end);
  slow.response.pause();
  // One that has missed much gets all of it at once.
  const behind = await follow(`${url}${feed.cursor - 40}`);
  t.teardown(behind.end);
  behind.response.pause();
  const slowestMs = await push(FRAMES);
  const after = await held();
  const cost = (after - before) / 2;
  t.ok(cost < MOST_BYTES, `${Math.round(cost / 1024)} KiB each, of ${FRAMES * FRAME_BYTES} bytes`);
  t.comment(`frames took ${Math.round(beforeMs)} ms at most before, ${Math.round(slowestMs)} ms beside them`);
  t.equal(quick.events.filter(({ event }) => event === 'd').length, feed.cursor, 'the other has all');
  t.notOk(quick.events.some(({ event }) => event === 'resync'));

  for (const one of [slow, behind]) {
    one.response.resume();
    await one.event(({ event }) => event === 'resync');
    // Until all is read that waited for it, frames are left out.
    await until('frames again', () => {
      feed.push();
      return one.events.at(-1)?.event === 'd' && Number(one.events.at(-1)?.id) > feed.cursor - AT_ONCE;
    });
  }
  await until('nothing that waits', async () => (await held()) - before < MAX_WAITING_BYTES);
});
