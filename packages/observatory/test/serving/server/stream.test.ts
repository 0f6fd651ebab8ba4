/** What follows a feed: over real connections, as what matters is what they do when nobody reads. */
import t, { type Test } from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { openObservatoryServer } from '../../../src/serving/index.ts';
import { follow, type Follower } from '../../testing/follower.ts';
import { handFed, LIVE, type HandFed } from '../../testing/hand-fed.ts';
import { pageFolder } from '../../testing/page-folder.ts';

type Served = Readonly<{
  feed: HandFed;
  url: string;
  following: (query: string, headers?: Record<string, string>) => Promise<Follower>;
}>;

async function serve(t: Test, limits = {}): Promise<Served> {
  const feed = handFed();
  const server = await openObservatoryServer({ feed, pageFolder: pageFolder(t), limits });
  t.teardown(() => server.close());
  return {
    feed,
    url: server.url,
    async following(query, headers) {
      const one = await follow(`${server.url}api/events${query}`, headers);
      t.teardown(one.end);
      return one;
    },
  };
}

t.test('what is so, what changes, and how the source is', async (t) => {
  const { feed, url, following } = await serve(t, { statusIntervalMs: 50 });
  const state = (await (await fetch(`${url}api/state`)).json()) as { epoch: string; cursor: number };
  t.match(state, { epoch: 'first', cursor: 0 });
  const one = await following(`?epoch=${state.epoch}&from=${state.cursor}`);
  t.match(one.response.headers, {
    'content-type': /^text\/event-stream/,
    'content-security-policy': /^default-src 'none'/,
    'cache-control': /no-store/,
  });
  feed.push({ i: [0], c: [2], y: [1], r: [0] });
  const frame = await one.event(({ event }) => event === 'd');
  t.match(frame, { id: '1', data: { n: 1, i: [0], c: [2] } });
  feed.tell({ ...LIVE, state: 'broken' });
  await one.event(({ data }) => (data as { status?: { state: string } }).status?.state === 'broken');
  await until('heartbeats', () => one.events.filter(({ event }) => event === 's').length > 3);
  t.notOk(one.events.some(({ event }) => event === 'resync'));
});

t.test('frames come without heartbeats, and without anything else', async (t) => {
  const { feed, following } = await serve(t, { statusIntervalMs: 1e9 });
  const one = await following('?epoch=first&from=0');
  for (let frame = 1; frame <= 100; frame++) {
    feed.push();
    await one.event(({ id }) => id === String(frame));
  }
  const [first, ...rest] = one.events.map(({ event }) => event);
  t.equal(first, 's', 'how the source is, to begin with');
  t.same(
    rest,
    Array.from({ length: 100 }, () => 'd'),
  );
});

t.test('who comes back gets what it missed, and begins anew where that is not known', async (t) => {
  const { feed, following } = await serve(t);
  for (let frame = 1; frame <= 5; frame++) feed.push();
  const told = async (query: string, headers = {}): Promise<unknown[]> => {
    const one = await following(query, headers);
    feed.push();
    await one.event(({ id }) => id === String(feed.cursor));
    one.end();
    return one.events.filter(({ event }) => event !== 's').map(({ event, id }) => id ?? event);
  };
  t.same(await told('?epoch=first&from=3'), ['4', '5', '6']);
  t.same(await told('?epoch=first&from=3', { 'last-event-id': '5' }), ['6', '7'], 'a browser knows better');
  t.same(await told('?epoch=other&from=3'), ['resync', '8']);
  t.same(await told('?epoch=first&from=99'), ['resync', '9'], 'a frame that was never there');
  t.same(await told(''), ['resync', '10']);
  for (let frame = 0; frame < 700; frame++) feed.push();
  t.same(await told('?epoch=first&from=5'), ['resync', '711'], 'too long ago');
  feed.reset('second');
  t.same(await told('?epoch=first&from=711'), ['resync', '1']);
});

t.test('who does not read gets no more and begins anew; the others do not notice', async (t) => {
  const { feed, following } = await serve(t, { maxWaitingBytes: 256 * 1024 });
  const slow = await following('?epoch=first&from=0');
  const quick = await following('?epoch=first&from=0');
  slow.response.pause();
  const strains = ['x'.repeat(50_000)];
  for (let frame = 1; frame <= 400; frame++) {
    feed.push({ strains });
    await quick.event(({ id }) => id === String(frame));
  }
  slow.response.resume();
  const resync = await slow.event(({ event }) => event === 'resync');
  t.match(resync.data, { epoch: 'first' });
  t.ok(slow.events.filter(({ event }) => event === 'd').length < 399, 'some were left out');
  feed.push();
  await slow.event(({ id }) => id === '401');
});

t.test('who reads nothing at all is dropped', async (t) => {
  const { feed, following } = await serve(t, { maxWaitingBytes: 1_024, stalledMs: 100, maxClients: 1 });
  const slow = await following('?epoch=first&from=0');
  const closed = new Promise((resolve) => slow.response.once('close', resolve));
  slow.response.pause();
  const strains = ['x'.repeat(1_000_000)];
  await until('its place', async () => {
    // What the system takes for it is sent.
    feed.push({ strains });
    const one = await following(`?epoch=first&from=${feed.cursor}`);
    one.end();
    return one.response.statusCode === 200;
  });
  slow.response.resume();
  await closed;
  t.notOk(slow.response.complete);
});

t.test('so many and no more', async (t) => {
  const { url, following } = await serve(t, { maxClients: 3 });
  const [first] = await Promise.all([1, 2, 3].map(() => following('?epoch=first&from=0')));
  const more = await fetch(`${url}api/events?epoch=first&from=0`);
  t.equal(more.status, 503);
  t.equal(more.headers.get('retry-after'), '5');
  t.equal((await fetch(`${url}api/state`)).status, 200, 'the state can be had');
  first?.end();
  await until('room for another', async () => (await following('?from=0')).response.statusCode === 200);
});
