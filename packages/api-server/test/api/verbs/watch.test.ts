import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { MAX_REMEMBERED_CHANGES } from '../../../src/registry/collection.ts';
import { systemClock, type Clock } from '../../../src/machinery/clock.ts';
import { configMap, eventsOf, openFixture, pod, type Fixture, type Json } from '../fixture.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

const shown = ({ type, object }: Json): string =>
  `${type} ${object.metadata.name} ${object.metadata.resourceVersion}`;

/** Waits until something is so. */
const eventually = (isSo: () => boolean): Promise<true> => until(String(isSo), isSo);

const set = ({ registry }: Fixture, name: string, value: string, labels?: Record<string, string>): number => {
  registry.modify('configmaps', 'default', name, (draft) => {
    draft.data = { value };
    if (labels !== undefined) draft.metadata.labels = labels;
  });
  return registry.revision();
};

t.test('from a list, and from a version', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { registry, open } = fixture;
  registry.create('configmaps', configMap('a'));
  const created = registry.revision();
  registry.create('configmaps', configMap('b'));

  const all = eventsOf(await open(`${MAPS}?watch=true`));
  t.equal(shown(await all.next()), `ADDED a ${created}`);
  t.equal(shown(await all.next()), `ADDED b ${created + 1}`);
  const changed = set(fixture, 'a', '2');
  t.equal(shown(await all.next()), `MODIFIED a ${changed}`);
  registry.delete('configmaps', 'default', 'b');
  const deleted = registry.revision();
  t.equal(shown(await all.next()), `DELETED b ${deleted}`, 'with the version of the deletion');
  all.end();

  const later = eventsOf(await open(`${MAPS}?watch=1&resourceVersion=${created}`));
  t.equal(shown(await later.next()), `ADDED b ${created + 1}`);
  t.equal(shown(await later.next()), `MODIFIED a ${changed}`);
  t.equal(shown(await later.next()), `DELETED b ${deleted}`);
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
  registry.create('configmaps', configMap('elsewhere', { namespace: 'other' }));
  t.equal(shown(await (set(fixture, 'a', '3'), later.next())), `MODIFIED a ${registry.revision()}`);
  later.end();
  await eventually(() => fixture.watchCount() === 0);

  const future = eventsOf(await open(`${MAPS}?watch=true&resourceVersion=${registry.revision() + 1}`));
  set(fixture, 'a', '4');
  t.equal(shown(await (set(fixture, 'a', '5'), future.next())), `MODIFIED a ${registry.revision()}`);
  future.end();
  t.strictSame(fixture.errors, []);
});

t.test('what begins and stops to match', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { registry, open } = fixture;
  registry.create('configmaps', configMap('a', { labels: { sick: 'no' } }));
  const { next, end } = eventsOf(await open(`${MAPS}?watch=true&labelSelector=sick%3Dyes`));
  set(fixture, 'a', '1', { sick: 'yes' });
  t.equal(shown(await next()), `ADDED a ${registry.revision()}`);
  set(fixture, 'a', '2', { sick: 'yes' });
  t.equal(shown(await next()), `MODIFIED a ${registry.revision()}`);
  set(fixture, 'a', '3', { sick: 'no' });
  const gone = await next();
  t.equal(shown(gone), `DELETED a ${registry.revision()}`);
  t.strictSame(gone.object.data, { value: '2' }, 'as it last matched');
  registry.delete('configmaps', 'default', 'a');
  registry.create('configmaps', configMap('b', { labels: { sick: 'yes' } }));
  t.equal(shown(await next()), `ADDED b ${registry.revision()}`, 'its deletion was nothing to this watch');
  end();
  const byName = eventsOf(await open(`${MAPS}?watch=true&resourceVersion=0&fieldSelector=metadata.name%3Dc`));
  registry.create('configmaps', configMap('c'));
  t.match(shown(await byName.next()), /^ADDED c/);
  byName.end();
});

t.test('bookmarks', async (t) => {
  const due: (() => void)[] = [];
  const clock: Clock = {
    nowMs: systemClock.nowMs,
    schedule: (delayMs, action) => {
      if (delayMs === 15_000) due.push(action);
      return () => {};
    },
  };
  const fixture = await openFixture({ clock });
  t.teardown(fixture.close);
  const { registry, open } = fixture;
  registry.create('configmaps', configMap('a'));
  const QUERY =
    'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const { next, end } = eventsOf(await open(`${MAPS}?${QUERY}`));
  t.match(await next(), { type: 'ADDED' });
  t.match(await next(), {
    type: 'BOOKMARK',
    object: {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        resourceVersion: String(registry.revision()),
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    },
  });
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
  due.shift()?.();
  const bookmark = await next();
  t.equal(
    bookmark.object.metadata.resourceVersion,
    String(registry.revision()),
    'of changes to other kinds, too',
  );
  t.equal(bookmark.object.metadata.annotations, undefined);
  t.equal(due.length, 1, 'and the next is on its way');
  end();
  const without = eventsOf(await open(`${MAPS}?watch=true`));
  await without.next();
  t.equal(due.length, 1, 'only for those who ask');
  without.end();
  for (const query of [
    'sendInitialEvents=true',
    'sendInitialEvents=true&resourceVersionMatch=Exact',
    'resourceVersionMatch=NotOlderThan',
  ]) {
    t.equal((await fixture.ask(`${MAPS}?watch=true&${query}`)).code, 422, query);
  }
});

t.test('a version that is too old', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { registry, open } = fixture;
  registry.create('configmaps', configMap('a'));
  for (let count = 0; count < 2 * MAX_REMEMBERED_CHANGES; count++) set(fixture, 'a', String(count));
  const answer = await open(`${MAPS}?watch=true&resourceVersion=2`);
  t.equal(answer.statusCode, 200);
  t.match(await eventsOf(answer).rest(), [
    {
      type: 'ERROR',
      object: {
        kind: 'Status',
        code: 410,
        reason: 'Expired',
        message: `too old resource version: 2 (${registry.revision()})`,
      },
    },
  ]);
  t.equal(fixture.watchCount(), 0);
});

t.test('as a Table', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { registry, open } = fixture;
  registry.create('pods', pod('p'));
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  const { next, end } = eventsOf(await open('/api/v1/pods?watch=true&allowWatchBookmarks=true', { accept }));
  const first = await next();
  t.match(first, { type: 'ADDED', object: { kind: 'Table', rows: [{ cells: ['p', '0/1', 'Pending'] }] } });
  t.equal(first.object.columnDefinitions[0].name, 'Name');
  registry.modify('pods', 'default', 'p', (draft) => void (draft.metadata.labels = { a: 'b' }));
  const second = await next();
  t.match(second, {
    type: 'MODIFIED',
    object: { rows: [{ object: { kind: 'PartialObjectMetadata', metadata: { labels: { a: 'b' } } } }] },
  });
  t.equal(second.object.columnDefinitions, null, 'headings only once');
  t.equal(second.object.metadata.resourceVersion, String(registry.revision()));
  end();
  const metadata = eventsOf(
    await open('/api/v1/pods?watch=true', {
      accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
    }),
  );
  const partial = await metadata.next();
  t.equal(partial.object.kind, 'PartialObjectMetadata');
  t.notOk('spec' in partial.object);
  metadata.end();
});

t.test('an event is serialised once, however many watchers there are', async (t) => {
  // A Table has ages in it: one is written anew with each second.
  const nowMs = Date.now();
  const fixture = await openFixture({ clock: { ...systemClock, nowMs: () => nowMs } });
  t.teardown(fixture.close);
  const { registry, open } = fixture;
  registry.create('configmaps', configMap('a'));
  const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  const plain = await Promise.all(
    Array.from({ length: 40 }, async () => eventsOf(await open(`${MAPS}?watch=true`))),
  );
  const tables = await Promise.all(
    Array.from({ length: 40 }, async () => eventsOf(await open(`${MAPS}?watch=true`, { accept: TABLE }))),
  );
  await Promise.all([...plain, ...tables].map(({ next }) => next()));
  t.equal(fixture.watchCount(), 80);

  const stringify = t.capture(JSON, 'stringify', JSON.stringify);
  set(fixture, 'a', 'once');
  const calls = stringify().filter(({ args: [value] }) => (value as { type?: string })?.type === 'MODIFIED');
  const events = await Promise.all([...plain, ...tables].map(({ next }) => next()));
  t.ok(events.every(({ type }) => type === 'MODIFIED'));
  t.equal(calls.length, 2, 'one for each form');
  for (const { end } of [...plain, ...tables]) end();
  await eventually(() => fixture.watchCount() === 0);
});

t.test('an end in time, and at the end', async (t) => {
  const fixture = await openFixture();
  const { open, close } = fixture;
  const startedMs = performance.now();
  t.strictSame(await eventsOf(await open(`${MAPS}?watch=true&timeoutSeconds=1`)).rest(), []);
  const tookMs = performance.now() - startedMs;
  t.ok(tookMs > 900, `${tookMs} ms`);
  const left = eventsOf(await open(`${MAPS}?watch=true`));
  await eventually(() => fixture.watchCount() === 1);
  const ended = left.rest().catch(() => []);
  // A server that closes waits for no watch: this one would last for more than half an hour.
  await close();
  t.strictSame(await ended, []);
  await close();
});

t.test('who reads too slowly loses the watch', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { registry, open } = fixture;
  registry.create('configmaps', configMap('a'));
  const { body } = await open(`${MAPS}?watch=true`);
  body.on('error', () => {});
  await eventually(() => fixture.watchCount() === 1);
  const large = 'x'.repeat(500_000);
  for (let count = 0; count < 200 && fixture.watchCount() === 1; count++) {
    set(fixture, 'a', `${count}${large}`);
    await sleep(1);
  }
  await eventually(() => fixture.watchCount() === 0);
  t.pass('closed');
});

t.test('a large first list is no backlog', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const large = 'x'.repeat(500_000);
  for (let count = 0; count < 30; count++) {
    fixture.registry.create('configmaps', { ...configMap(`m${count}`), data: { large } });
  }
  const { next, end } = eventsOf(await fixture.open(`${MAPS}?watch=true`));
  for (let count = 0; count < 30; count++) t.equal((await next()).type, 'ADDED');
  set(fixture, 'm0', 'y');
  t.equal((await next()).type, 'MODIFIED');
  end();
});
