import fc from 'fast-check';
import t from 'tap';
import { keyOf, listAtRevision } from '../../src/api/snapshot.ts';
import { createFixture } from '../kinds/fixtures.ts';
import { configMap } from './fixture.ts';

const steps = fc.array(
  fc.record({
    action: fc.constantFrom('create', 'change', 'delete'),
    name: fc.constantFrom('a', 'b', 'c'),
    namespace: fc.constantFrom('default', 'other'),
  }),
  { maxLength: 25 },
);

t.test('the past is the list that was', async (t) => {
  fc.assert(
    fc.property(steps, (list) => {
      const { registry, kind } = createFixture();
      registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
      const seen = new Map<number, string>();
      const shown = (objects: readonly unknown[]): string => JSON.stringify(objects);
      seen.set(registry.revision(), shown(registry.list('configmaps')));
      for (const [index, { action, name, namespace }] of list.entries()) {
        const exists = registry.find('configmaps', namespace, name) !== undefined;
        if (action === 'create' && !exists) registry.create('configmaps', configMap(name, { namespace }));
        if (action === 'change' && exists) {
          registry.modify(
            'configmaps',
            namespace,
            name,
            (draft) => void (draft.data = { key: String(index) }),
          );
        }
        if (action === 'delete' && exists) registry.delete('configmaps', namespace, name);
        seen.set(registry.revision(), shown(registry.list('configmaps')));
      }
      const maps = kind('configmaps');
      return [...seen].every(([revision, expected]) => {
        const whole = listAtRevision(registry, maps, undefined, revision) ?? [];
        const part = listAtRevision(registry, maps, 'other', revision) ?? [];
        const inOther = whole.filter((object) => keyOf(object)[0] === 'other');
        return shown(whole) === expected && shown(part) === shown(inOther);
      });
    }),
    { numRuns: 60 },
  );
  t.pass('for every revision');
});
