import fc from 'fast-check';
import t from 'tap';
import { MAX_REMEMBERED_CHANGES } from '../../../src/registry/collection.ts';
import { configMap, openFixture, pod, type Json } from '../fixture.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const namesOf = (json: Json): string[] => json.items.map((item: Json) => item.metadata.name);

t.test('lists', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    registry.create('configmaps', configMap(name, { labels: { odd: String('ace'.includes(name)) } }));
  }
  registry.create('configmaps', configMap('z', { namespace: 'other' }));

  t.test('by namespace, of all, by selectors', async (t) => {
    const whole = (await ask(MAPS)).json;
    t.match(whole, { kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: /^\d+$/ } });
    t.strictSame(namesOf(whole), ['a', 'b', 'c', 'd', 'e']);
    t.strictSame(namesOf((await ask('/api/v1/configmaps')).json), ['a', 'b', 'c', 'd', 'e', 'z']);
    t.strictSame(namesOf((await ask(`${MAPS}?labelSelector=odd%3Dfalse`)).json), ['b', 'd']);
    t.strictSame(namesOf((await ask(`${MAPS}?fieldSelector=metadata.name%3Dc`)).json), ['c']);
    t.strictSame(
      namesOf((await ask('/api/v1/configmaps?fieldSelector=metadata.namespace!%3Ddefault')).json),
      ['z'],
    );
    t.strictSame(namesOf((await ask('/api/v1/namespaces/none/configmaps')).json), []);
    t.match((await ask(`${MAPS}?fieldSelector=data.a%3D1`)).json, {
      code: 400,
      message: 'field label not supported: data.a',
    });
    t.equal((await ask(`${MAPS}?labelSelector=a+in+(`)).code, 400);
    t.equal((await ask(`${MAPS}?limit=x`)).code, 400);
  });

  t.test('every kind can be selected by its fields, even where there is nothing', async (t) => {
    for (const path of [
      '/api/v1/pods',
      '/api/v1/events',
      '/api/v1/nodes',
      '/apis/apps/v1/replicasets',
      '/api/v1/services',
      '/api/v1/namespaces',
    ]) {
      t.equal((await ask(`${path}?fieldSelector=metadata.name%3Dx`)).code, 200, path);
    }
    t.equal((await ask('/api/v1/events?fieldSelector=involvedObject.uid%3Dx')).code, 200);
    t.equal((await ask('/api/v1/pods?fieldSelector=spec.nodeName%3Dx,status.phase!%3DRunning')).code, 200);
  });

  t.test('in parts that all show one moment', async (t) => {
    const first = (await ask(`${MAPS}?limit=2`)).json;
    t.strictSame(namesOf(first), ['a', 'b']);
    t.equal(first.metadata.remainingItemCount, 3);
    registry.delete('configmaps', 'default', 'c');
    registry.create('configmaps', configMap('aa'));
    registry.create('configmaps', configMap('cc'));
    const second = (await ask(`${MAPS}?limit=2&continue=${first.metadata.continue}`)).json;
    t.strictSame(namesOf(second), ['c', 'd'], 'as it was when the list began');
    t.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
    const third = (await ask(`${MAPS}?limit=2&continue=${second.metadata.continue}`)).json;
    t.strictSame(namesOf(third), ['e']);
    t.equal(third.metadata.continue, undefined);
    const selected = (await ask(`${MAPS}?limit=1&labelSelector=odd%3Dfalse`)).json;
    t.strictSame(namesOf(selected), ['b']);
    t.ok(selected.metadata.continue);
    t.equal(selected.metadata.remainingItemCount, undefined, 'not told where there are selectors');
    t.equal((await ask(`${MAPS}?continue=nonsense`)).code, 400);
  });

  t.test('by version', async (t) => {
    const revision = registry.revision();
    registry.create('configmaps', configMap('late'));
    const exact = (await ask(`${MAPS}?resourceVersion=${revision}&resourceVersionMatch=Exact`)).json;
    t.notOk(namesOf(exact).includes('late'));
    t.equal(exact.metadata.resourceVersion, String(revision));
    const newer = (await ask(`${MAPS}?resourceVersion=${revision}&resourceVersionMatch=NotOlderThan`)).json;
    t.ok(namesOf(newer).includes('late'));
    t.ok(namesOf((await ask(`${MAPS}?resourceVersion=0`)).json).includes('late'));
    t.match((await ask(`${MAPS}?resourceVersion=999999`)).json, {
      code: 504,
      reason: 'Timeout',
      details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
    });
    for (const query of [
      'resourceVersionMatch=Exact',
      'resourceVersion=0&resourceVersionMatch=Exact',
      'resourceVersion=5&resourceVersionMatch=Odd',
      'resourceVersion=abc',
      'sendInitialEvents=true',
    ]) {
      t.equal((await ask(`${MAPS}?${query}`)).code, 422, query);
    }
  });

  t.test('a token that is too old gives another', async (t) => {
    const first = (await ask(`${MAPS}?limit=2`)).json;
    for (let count = 0; count < 2 * MAX_REMEMBERED_CHANGES; count++) {
      registry.modify('configmaps', 'default', 'e', (draft) => void (draft.data = { count: String(count) }));
    }
    const { code, json } = await ask(`${MAPS}?limit=2&continue=${first.metadata.continue}`);
    t.equal(code, 410);
    t.match(json, {
      reason: 'Expired',
      message: /too old to display a consistent list/,
      metadata: { continue: /./ },
    });
    const rest = (await ask(`${MAPS}?continue=${json.metadata.continue}`)).json;
    t.equal(namesOf(first).concat(namesOf(rest)).length, registry.list('configmaps', 'default').length);
    const old = await ask(`${MAPS}?resourceVersion=3&resourceVersionMatch=Exact`);
    t.match(old.json, { code: 410, reason: 'Expired' });
  });
  t.strictSame(errors, []);
});

t.test('pages of any size are together the whole', async () => {
  const { ask, registry, close } = await openFixture();
  const names = Array.from({ length: 23 }, (_, index) => `m-${index}`);
  for (const name of names) registry.create('configmaps', configMap(name));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (limit) => {
      const all: string[] = [];
      let token = '';
      do {
        const { json } = await ask(`${MAPS}?limit=${limit}&continue=${token}`);
        all.push(...namesOf(json));
        token = json.metadata.continue ?? '';
      } while (token !== '');
      return all.join() === names.toSorted().join();
    }),
    { numRuns: 15 },
  );
  await close();
});

t.test('forms', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  registry.create('pods', pod('p', { labels: { a: '1' } }));
  const table = (more = ''): string => `application/json;as=Table;v=v1;g=meta.k8s.io${more},application/json`;
  const PODS = '/api/v1/namespaces/default/pods';

  const { json } = await ask(PODS, { accept: table() });
  t.match(json, { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion: /./ } });
  t.strictSame(
    json.columnDefinitions.filter(({ priority }: Json) => priority === 0).map(({ name }: Json) => name),
    ['Name', 'Ready', 'Status', 'Restarts', 'Age'],
  );
  t.equal(json.rows[0].cells[0], 'p');
  t.match(json.rows[0].object, { kind: 'PartialObjectMetadata', metadata: { labels: { a: '1' } } });
  t.notOk('spec' in json.rows[0].object);
  t.match((await ask(`${PODS}/p`, { accept: table() })).json.rows, [{ cells: ['p'] }]);
  t.ok((await ask(`${PODS}?includeObject=Object`, { accept: table() })).json.rows[0].object.spec);
  t.equal((await ask(`${PODS}?includeObject=None`, { accept: table() })).json.rows[0].object, null);
  t.equal((await ask(`${PODS}?includeObject=Some`, { accept: table() })).code, 400);

  const metadata = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
  const partial = (await ask(PODS, { accept: metadata })).json;
  t.match(partial, { kind: 'PartialObjectMetadataList', items: [{ kind: 'PartialObjectMetadata' }] });
  t.notOk('spec' in partial.items[0]);
  t.equal((await ask(`${PODS}/p`, { accept: metadata })).code, 406);
  t.equal(
    (await ask(PODS, { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' })).code,
    406,
  );

  t.equal((await ask(`${PODS}?pretty=true`)).text.split('\n').length > 5, true);
  t.equal((await ask(PODS, { headers: { 'user-agent': 'curl/8' } })).text.startsWith('{\n'), true);
});

t.test('what is large is compressed where that is wanted', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  const small = await ask(MAPS, { headers: { 'accept-encoding': 'gzip' } });
  t.equal(small.headers['content-encoding'], undefined);
  for (let index = 0; index < 5; index++) {
    registry.create('configmaps', { ...configMap(`m${index}`), data: { k: 'x'.repeat(40_000) } });
  }
  const large = await ask(MAPS, { headers: { 'accept-encoding': 'deflate, gzip' } });
  t.equal(large.headers['content-encoding'], 'gzip');
  t.ok(Number(large.headers['content-length']) < 20_000);
  t.equal((await ask(MAPS)).headers['content-encoding'], undefined);
});
