import fc from 'fast-check';
import t from 'tap';
import { createKinds } from '../../src/kinds/index.ts';
import type { Clock } from '../../src/machinery/clock.ts';
import type { ConfigMap, Namespace, Pod } from '../../src/machinery/objects.ts';
import type { Pool } from '../../src/machinery/pool.ts';
import { MAX_REMEMBERED_BYTES, MAX_REMEMBERED_CHANGES } from '../../src/registry/collection.ts';
import { createRegistry, MAX_OBJECTS } from '../../src/registry/create-registry.ts';
import type { Change, Registry } from '../../src/registry/registry.ts';

/** What t.throws compares a refusal with. */
const refused = (code: number, more: Readonly<Record<string, unknown>> = {}): Error =>
  ({ status: { code, ...more } }) as unknown as Error;

const noPool = <T>(): Pool<T> => ({
  allocate: () => undefined,
  reserve: () => 'outside',
  release: () => undefined,
  range: 'none',
});

let nowMs = Date.parse('2030-01-01T00:00:00Z');
const clock: Clock = { nowMs: () => nowMs, schedule: () => () => undefined };

function newRegistry(): Registry {
  const registry = createRegistry(
    createKinds({ serviceAddresses: noPool(), nodePorts: noPool() }),
    clock,
    (error) => {
      throw error;
    },
  );
  const namespace: Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };
  registry.create('namespaces', namespace);
  return registry;
}

const configMap = (name: string, data: Record<string, string> = {}): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data,
});

const pod = (name: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: { containers: [{ name: 'main', image: 'x' }] },
});

t.test('an object gets what only the server sets', async (t) => {
  const registry = newRegistry();
  const { metadata } = registry.create('configmaps', configMap('a'));
  t.match(metadata.uid, /^[0-9a-f-]{36}$/);
  t.equal(metadata.creationTimestamp, '2030-01-01T00:00:00Z');
  t.equal(metadata.resourceVersion, String(registry.revision()));
  t.throws(() => registry.create('configmaps', configMap('a')), refused(409, { reason: 'AlreadyExists' }));
  const generated = registry.create('configmaps', {
    ...configMap(''),
    metadata: { namespace: 'default', generateName: 'made-' },
  });
  t.match(generated.metadata.name, /^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});

t.test('what is given is neither changed nor shared', async (t) => {
  const registry = newRegistry();
  const given = configMap('a', { key: 'one' });
  const copy = structuredClone(given);
  const stored = registry.create('configmaps', given);
  given.data!['key'] = 'two';
  t.equal(stored.data?.['key'], 'one');
  t.same({ ...given, data: copy.data }, copy);
});

t.test('only the present version can be replaced', async (t) => {
  const registry = newRegistry();
  const first = registry.create('configmaps', configMap('a'));
  const second = registry.update('configmaps', { ...first, data: { key: 'two' } });
  t.throws(() => registry.update('configmaps', { ...first, data: { key: 'three' } }), refused(409));
  const { resourceVersion: _, ...unversioned } = second.metadata;
  t.equal(
    registry.update('configmaps', { ...second, metadata: unversioned, data: {} }).data?.['key'],
    undefined,
  );
  t.throws(
    () => registry.update('configmaps', { ...second, metadata: { ...unversioned, uid: 'other' } }),
    refused(409),
  );
});

t.test('a change that changes nothing uses up no version', async (t) => {
  const registry = newRegistry();
  const before = registry.create('configmaps', configMap('a', { key: 'one' }));
  const after = registry.modify('configmaps', 'default', 'a', (draft) => {
    draft.data = { key: 'one' };
  });
  t.equal(after, before);
  t.equal(registry.revision(), Number(before.metadata.resourceVersion));
});

t.test('a dry run goes all the way but for the storing', async (t) => {
  const registry = newRegistry();
  const before = registry.revision();
  t.match(registry.create('configmaps', configMap('dry'), { dryRun: true }), { metadata: { name: 'dry' } });
  t.equal(registry.find('configmaps', 'default', 'dry'), undefined);
  t.throws(() => registry.create('configmaps', configMap('Wrong Name'), { dryRun: true }), refused(422));
  t.equal(registry.revision(), before);
});

t.test('status and the rest are written apart, and a generation counts the rest', async (t) => {
  const registry = newRegistry();
  registry.create('pods', pod('a'));
  const change = (draft: Pod): void => {
    draft.status = { phase: 'Running' };
    draft.spec!.terminationGracePeriodSeconds = 7;
    draft.metadata.labels = { changed: 'yes' };
  };
  const status = registry.modify('pods', 'default', 'a', change, { subresource: 'status' });
  t.equal(status.status?.phase, 'Running');
  t.equal(status.spec?.terminationGracePeriodSeconds, 30);
  t.throws(() => registry.modify('pods', 'default', 'a', change), refused(422), 'spec is immutable');
  const rest = registry.modify('pods', 'default', 'a', (draft) => {
    draft.status = { phase: 'Failed' };
    draft.metadata.labels = { changed: 'again' };
  });
  t.equal(rest.status?.phase, 'Running');
  t.same(rest.metadata.labels, { changed: 'again' });
});

t.test('a pod on a node is deleted with grace, then for good', async (t) => {
  const registry = newRegistry();
  const { uid } = registry.create('pods', pod('a')).metadata;
  registry.bind('default', 'a', 'node');
  t.throws(() => registry.bind('default', 'a', 'node'), refused(409));
  t.throws(() => registry.delete('pods', 'default', 'a', { preconditions: { uid: 'other' } }), refused(409));
  const marked = registry.delete('pods', 'default', 'a');
  t.notOk(marked.gone);
  t.equal(marked.object.metadata.deletionTimestamp, '2030-01-01T00:00:30Z');
  t.equal(marked.object.metadata.deletionGracePeriodSeconds, 30);
  nowMs += 5_000;
  t.equal(
    registry.delete('pods', 'default', 'a', { gracePeriodSeconds: 60 }).object,
    marked.object,
    'never longer',
  );
  const shorter = registry.delete('pods', 'default', 'a', { gracePeriodSeconds: 10 });
  t.equal(shorter.object.metadata.deletionTimestamp, '2030-01-01T00:00:10Z');
  const preconditions = { uid };
  t.ok(registry.delete('pods', 'default', 'a', { gracePeriodSeconds: 0, preconditions }).gone);
  t.equal(registry.find('pods', 'default', 'a'), undefined);
  t.throws(() => registry.get('pods', 'default', 'a'), { message: 'pods "a" not found' });
});

t.test('an object with finalizers goes when the last is taken away', async (t) => {
  const registry = newRegistry();
  registry.create('configmaps', {
    ...configMap('a'),
    metadata: { ...configMap('a').metadata, finalizers: ['b.c/d'] },
  });
  t.notOk(registry.delete('configmaps', 'default', 'a').gone);
  t.ok(registry.find('configmaps', 'default', 'a')?.metadata.deletionTimestamp);
  registry.modify('configmaps', 'default', 'a', (draft) => {
    draft.metadata.finalizers = [];
  });
  t.equal(registry.find('configmaps', 'default', 'a'), undefined);
});

t.test('propagation policies become finalizers', async (t) => {
  const registry = newRegistry();
  registry.create('configmaps', configMap('a'));
  const foreground = registry.delete('configmaps', 'default', 'a', { propagationPolicy: 'Foreground' });
  t.same(foreground.object.metadata.finalizers, ['foregroundDeletion']);
  registry.create('configmaps', configMap('b'));
  const orphan = registry.delete('configmaps', 'default', 'b', { propagationPolicy: 'Orphan' });
  t.same(orphan.object.metadata.finalizers, ['orphan']);
});

t.test('nothing is made in a namespace that is not there or is going', async (t) => {
  const registry = newRegistry();
  const elsewhere = { ...configMap('a'), metadata: { name: 'a', namespace: 'elsewhere' } };
  t.throws(() => registry.create('configmaps', elsewhere), { message: 'namespaces "elsewhere" not found' });
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } });
  registry.create('configmaps', elsewhere);
  t.equal(registry.delete('namespaces', '', 'elsewhere').object.status?.phase, 'Terminating');
  const late = { ...elsewhere, metadata: { name: 'late', namespace: 'elsewhere' } };
  t.throws(() => registry.create('configmaps', late), refused(403));
});

t.test('a watcher that keeps up or comes back has what a reader has', async (t) => {
  const command = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    verb: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
    value: fc.string({ maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), fc.nat(30), (commands, lostAt) => {
      const registry = newRegistry();
      const live = new Map<string, ConfigMap>();
      const take = (into: Map<string, ConfigMap>) => (change: Change) => {
        const name = change.object.metadata.name ?? '';
        if (change.type === 'DELETED') into.delete(name);
        else into.set(name, change.object);
      };
      registry.onChange('configmaps', take(live));
      const later = new Map<string, ConfigMap>();
      let since = registry.revision();
      for (const [index, { name, verb, value }] of commands.entries()) {
        if (index === lostAt) {
          for (const [key, object] of live) later.set(key, object);
          since = registry.revision();
        }
        const exists = registry.find('configmaps', 'default', name) !== undefined;
        if (verb === 'create' && !exists) registry.create('configmaps', configMap(name, { value }));
        if (verb === 'update' && exists) {
          registry.modify('configmaps', 'default', name, (draft) => {
            draft.data = { value };
          });
        }
        if (verb === 'delete' && exists) registry.delete('configmaps', 'default', name);
      }
      for (const change of registry.changesSince('configmaps', since) ?? []) take(later)(change);
      const read = registry
        .list('configmaps')
        .map((object) => [object.metadata.name, object.metadata.resourceVersion]);
      const shown = (map: Map<string, ConfigMap>): unknown[] =>
        [...map.values()]
          .map(({ metadata }) => [metadata.name, metadata.resourceVersion])
          .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
      t.same(shown(live), read);
      t.same(shown(later), read);
    }),
    { numRuns: 50 },
  );
});

t.test('changes too long ago are forgotten, and it says so', async (t) => {
  const registry = newRegistry();
  registry.create('configmaps', configMap('a'));
  const since = registry.revision();
  for (let count = 0; count < 2 * MAX_REMEMBERED_CHANGES; count++) {
    registry.modify('configmaps', 'default', 'a', (draft) => {
      draft.data = { count: String(count) };
    });
  }
  t.equal(registry.changesSince('configmaps', since), undefined);
  const recent = registry.revision() - MAX_REMEMBERED_CHANGES + 1;
  t.equal(registry.changesSince('configmaps', recent)?.length, MAX_REMEMBERED_CHANGES - 1);
  t.same(registry.changesSince('configmaps', registry.revision()), []);
});

t.test('there is a limit of objects, in the words of a quota', async (t) => {
  const registry = newRegistry();
  for (let index = 0; index < MAX_OBJECTS; index++) registry.create('configmaps', configMap(`c${index}`));
  t.throws(
    () => registry.create('configmaps', configMap('more')),
    refused(403, {
      message:
        'configmaps "more" is forbidden: exceeded quota: local-cluster, requested: count/configmaps=1, used: count/configmaps=10000, limited: count/configmaps=10000',
    }),
  );
  registry.delete('configmaps', 'default', 'c0');
  t.doesNotThrow(() => registry.create('configmaps', configMap('more')));
});

t.test('of large objects fewer changes are remembered', async (t) => {
  const registry = newRegistry();
  const start = registry.revision();
  const count = Math.ceil(MAX_REMEMBERED_BYTES / 2 ** 20) + 1;
  registry.create('configmaps', configMap('large', { a: 'x' }));
  for (let index = 0; index < count; index++) {
    registry.update('configmaps', configMap('large', { a: String(index).padEnd(2 ** 20) }));
  }
  t.equal(registry.changesSince('configmaps', start), undefined);
  const kept = registry.changesSince('configmaps', registry.revision() - 10);
  t.equal(kept?.length, 10);
});
