/** What follows a feed: over real sockets, as what matters is what they do when nobody reads. */
import t, { type Test } from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { openObservatoryServer } from '../../../src/serving/index.ts';
import { follow } from '../../testing/follower.ts';
import { handFed, LIVE, type HandFed } from '../../testing/hand-fed.ts';
import { pageFolder } from '../../testing/page-folder.ts';

async function serve(t: Test, limits = {}): Promise<{ feed: HandFed; url: string }> {
  const feed = handFed();
  const server = await openObservatoryServer({ feed, pageFolder: pageFolder(t), limits });
  t.teardown(() => server.close());
  return { feed, url: server.url };
}

t.test('what is so, what changes, and how the source is', async (t) => {
  const { feed, url } = await serve(t, { statusIntervalMs: 50 });
  const state = (await (await fetch(`${url}api/state`)).json()) as { epoch: string; cursor: number };
  t.match(state, { epoch: 'first', cursor: 0 });
  const one = await follow(url, `/api/events?epoch=${state.epoch}&from=${state.cursor}`);
  t.teardown(() => one.socket.destroy());
  t.match(one.head(), /^HTTP\/1.1 200 .*content-type: text\/event-stream/is);
  t.match(one.head(), /content-security-policy: default-src 'none'/i);
  feed.push({ i: [0], c: [2], y: [1], r: [0] });
  const frame = await one.event(({ event }) => event === 'd');
  t.match(frame, { id: '1', data: { n: 1, i: [0], c: [2] } });
  feed.tell({ ...LIVE, state: 'broken' });
  await one.event(
    ({ event, data }) => event === 's' && (data as { status: { state: string } }).status.state === 'broken',
  );
  await until('heartbeats', () => one.events().filter(({ event }) => event === 's').length > 3);
  t.notOk(one.events().some(({ event }) => event === 'resync'));
});

t.test('who comes back gets what it missed, and begins anew where that is not known', async (t) => {
  const { feed, url } = await serve(t);
  for (let frame = 1; frame <= 5; frame++) feed.push();
  const numbers = async (path: string, headers = {}): Promise<unknown[]> => {
    const one = await follow(url, path, headers);
    feed.push();
    await one.event(({ id }) => id === String(feed.cursor));
    one.socket.destroy();
    return one
      .events()
      .filter(({ event }) => event !== 's')
      .map(({ event, id }) => id ?? event);
  };
  t.same(await numbers('/api/events?epoch=first&from=3'), ['4', '5', '6']);
  t.same(
    await numbers('/api/events?epoch=first&from=3', { 'last-event-id': '5' }),
    ['6', '7'],
    'what the browser says goes first',
  );
  t.same(await numbers('/api/events?epoch=other&from=3'), ['resync', '8']);
  t.same(await numbers('/api/events?epoch=first&from=99'), ['resync', '9'], 'a frame that was never there');
  t.same(await numbers('/api/events'), ['resync', '10']);
  for (let frame = 0; frame < 700; frame++) feed.push();
  t.same(await numbers('/api/events?epoch=first&from=5'), ['resync', '711'], 'too long ago');
  feed.reset('second');
  t.same(await numbers('/api/events?epoch=first&from=711'), ['resync', '1']);
});

t.test('who does not read gets no more and begins anew; the others do not notice', async (t) => {
  const { feed, url } = await serve(t, { maxWaitingBytes: 64 * 1024 });
  const slow = await follow(url, '/api/events?epoch=first&from=0');
  const quick = await follow(url, '/api/events?epoch=first&from=0');
  t.teardown(() => void [slow, quick].map(({ socket }) => socket.destroy()));
  slow.socket.pause();
  const before = process.memoryUsage().arrayBuffers;
  const strains = ['x'.repeat(100_000)];
  for (let frame = 1; frame <= 200; frame++) {
    feed.push({ strains });
    await quick.event(({ id }) => id === String(frame));
    // The ears of a test that keep all of it are not what is measured.
  }
  t.ok(process.memoryUsage().arrayBuffers - before < 40e6);
  slow.socket.resume();
  const resync = await slow.event(({ event }) => event === 'resync');
  t.match(resync.data, { epoch: 'first' });
  t.ok((resync.data as { cursor: number }).cursor >= 100);
  t.ok(slow.events().filter(({ event }) => event === 'd').length < 190, 'much was left out');
  feed.push();
  await slow.event(({ id }) => id === '201');
});

t.test('who reads nothing at all is dropped', async (t) => {
  const { feed, url } = await serve(t, { maxWaitingBytes: 1_024, stalledMs: 100 });
  const slow = await follow(url, '/api/events?epoch=first&from=0');
  slow.socket.pause();
  const closed = new Promise((resolve) => slow.socket.once('close', resolve));
  const strains = ['x'.repeat(1_000_000)];
  for (let frame = 1; frame <= 20; frame++) feed.push({ strains });
  const next = await until('room', async () => {
    const one = await follow(url, '/api/events?epoch=first&from=20');
    return one;
  });
  next.socket.destroy();
  // It is told when it looks.
  setTimeout(() => slow.socket.resume(), 300);
  await closed;
  t.pass('dropped');
});

t.test('so many and no more', async (t) => {
  const { url } = await serve(t, { maxClients: 3 });
  const all = await Promise.all([1, 2, 3].map(() => follow(url, '/api/events?epoch=first&from=0')));
  t.teardown(() => void all.map(({ socket }) => socket.destroy()));
  const more = await fetch(`${url}api/events?epoch=first&from=0`);
  t.equal(more.status, 503);
  t.equal(more.headers.get('retry-after'), '5');
  t.equal((await fetch(`${url}api/state`)).status, 200, 'the state can be had');
  all[0]?.socket.destroy();
  const again = await until('room for another', async () => {
    const one = await follow(url, '/api/events?epoch=first&from=0');
    if (one.head().startsWith('HTTP/1.1 200')) return one;
    one.socket.destroy();
    return undefined;
  });
  again.socket.destroy();
});
