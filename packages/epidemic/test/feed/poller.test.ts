import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { createAskPodder } from '../../src/feed/ask-podder.ts';
import { createPoller, type Target } from '../../src/feed/poller.ts';
import { MAX_POLLS_IN_FLIGHT, POLL_INTERVAL_MS } from '../../src/limits.ts';
import type { Report } from '../../src/report.ts';
import { startProgram } from '../../../../scripts/testing/program.ts';
import { sneezeAt } from '../../../../scripts/testing/sneeze-at.ts';

const HEALTHY: Report = { state: 'susceptible', strain: null, generation: null, from: null };
const target = (uid: string, containerId = 'c1'): Target => ({ uid, containerId, ip: '127.0.0.1', port: 1 });

t.test('a real podder is asked and tells', async (t) => {
  const podder = await startProgram('generic', { args: ['-symptomDelay=60000'] });
  t.teardown(() => podder.child.kill('SIGKILL'));
  const { hostname, port } = new URL(podder.health);
  const { ask, close } = createAskPodder();
  t.teardown(close);
  const { signal } = new AbortController();
  const real = { uid: 'u', containerId: 'c', ip: hostname, port: Number(port) };
  const sneezes = { sent: 0, answered: 0 };
  t.same(await ask(real, signal), { ...HEALTHY, sneezes });
  const beganAtMs = Date.now();
  await sneezeAt(podder.face, { from: 'generic-2', generation: '3', strain: 'flu' });
  const { exposedAtMs = 0, ...told } = (await ask(real, signal)) ?? {};
  t.same(told, { state: 'incubating', strain: 'flu', generation: 3, from: 'generic-2', sneezes });
  t.ok(exposedAtMs >= beganAtMs && exposedAtMs <= Date.now(), 'when that was');
  const face = { ...real, port: Number(new URL(podder.face).port) };
  t.equal(await ask(face, signal), undefined, 'what has no such page does not know the question');
  await t.rejects(ask({ ...real, port: 1 }, signal));
});

t.test('who does not answer does not hold up anybody', async (t) => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.teardown(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const { ask, close } = createAskPodder();
  t.teardown(close);
  await t.rejects(ask({ ...target('u'), port }, AbortSignal.timeout(100)));
});

t.test('everybody once a second, not all at once, not twice at a time', async (t) => {
  const asked = new Map<string, number>();
  let inFlight = 0;
  let most = 0;
  const reports: string[] = [];
  const poller = createPoller({
    async ask({ uid }) {
      asked.set(uid, (asked.get(uid) ?? 0) + 1);
      most = Math.max(most, ++inFlight);
      await sleep(20);
      inFlight--;
      return HEALTHY;
    },
    onReport: ({ uid }) => reports.push(uid),
  });
  const addedAtMs = performance.now();
  for (let index = 0; index < 300; index++) poller.add(target(`u${index}`));
  await until('everybody to be asked twice', () => {
    const counts = [...asked.values()];
    return counts.length === 300 && counts.every((count) => count >= 2);
  });
  poller.close();
  const allowed = 1 + (performance.now() - addedAtMs) / POLL_INTERVAL_MS;
  const counts = [...asked.values()];
  t.ok(
    counts.every((count) => count <= allowed),
    `${Math.min(...counts)} to ${Math.max(...counts)} times`,
  );
  t.ok(most <= MAX_POLLS_IN_FLIGHT, `${most} at once`);
  const before = reports.length;
  await sleep(200);
  t.equal(reports.length, before, 'closed is closed');
});

t.test(
  'one that hangs is asked once; one that does not know, not again before it is another container',
  async (t) => {
    let now = 0;
    const looks = (count: number): Promise<true> => {
      const then = now + count * 500;
      return until('further looks', () => now >= then);
    };
    const asked: string[] = [];
    const hang = Promise.withResolvers<undefined>();
    const poller = createPoller({
      ask({ uid, containerId }) {
        asked.push(`${uid} ${containerId}`);
        return uid === 'hangs' ? hang.promise : Promise.resolve(undefined);
      },
      onReport: () => t.fail('nobody reported'),
      nowMs: () => (now += 500),
      random: () => 0,
    });
    t.teardown(() => poller.close());
    poller.add(target('hangs'));
    poller.add(target('unknowing'));
    await looks(6);
    t.same(asked.toSorted(), ['hangs c1', 'unknowing c1']);
    poller.add(target('unknowing'));
    await looks(3);
    t.equal(asked.length, 2, 'the same container');
    poller.add(target('unknowing', 'c2'));
    await looks(3);
    t.equal(asked.at(-1), 'unknowing c2');
    hang.resolve(undefined);
  },
);

t.test('an answer that comes after the container changed is dropped', async (t) => {
  const slow = Promise.withResolvers<Report>();
  const heard: string[] = [];
  const asked: string[] = [];
  const poller = createPoller({
    ask({ containerId }) {
      asked.push(containerId);
      return containerId === 'c1' ? slow.promise : Promise.resolve(HEALTHY);
    },
    onReport: ({ containerId }) => heard.push(containerId),
    random: () => 0,
  });
  t.teardown(() => poller.close());
  poller.add(target('u'));
  await until('the question', () => asked.includes('c1'));
  poller.add(target('u', 'c2'));
  slow.resolve(HEALTHY);
  await until('an answer', () => heard.includes('c2'));
  t.same(heard, ['c2']);
  poller.remove('u');
});
