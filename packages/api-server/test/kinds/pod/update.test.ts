import t from 'tap';
import type { Pod } from '../../../src/machinery/objects.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { aPod, causesOf, createFixture } from '../fixtures.ts';

function change(registry: Registry, edit: (spec: NonNullable<Pod['spec']>) => void): string[] {
  return causesOf(() =>
    registry.modify('pods', 'default', 'pod', ({ spec }) => {
      if (spec !== undefined) edit(spec);
    }),
  );
}

function withPod(spec: object = {}): Registry {
  const { registry } = createFixture();
  registry.create('pods', aPod(spec));
  return registry;
}

t.test('what may change', async (t) => {
  const registry = withPod({ activeDeadlineSeconds: 50 });
  t.same(
    change(registry, (spec) => {
      spec.containers[0] = { ...spec.containers[0], name: 'main', image: 'x:2' };
      spec.activeDeadlineSeconds = 40;
      spec.tolerations = [...(spec.tolerations ?? []), { key: 'a', operator: 'Exists' }];
    }),
    [],
  );
  t.equal(registry.get('pods', 'default', 'pod').metadata.generation, 2);
});

t.test('what may not', async (t) => {
  const fields =
    '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  const cases: [string, (spec: NonNullable<Pod['spec']>) => void, string][] = [
    [
      'a command',
      (spec) => (spec.containers[0] = { ...spec.containers[0], name: 'main', command: ['true'] }),
      `spec: Forbidden: pod updates may not change fields other than ${fields}\n+ containers[0].command: ["true"]`,
    ],
    [
      'a node',
      (spec) => (spec.nodeName = 'other'),
      `spec: Forbidden: pod updates may not change fields other than ${fields}\n+ nodeName: "other"`,
    ],
    [
      'the number of containers',
      (spec) => spec.containers.push({ name: 'b', image: 'x:1' }),
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ],
    [
      'a later deadline',
      (spec) => (spec.activeDeadlineSeconds = 60),
      'spec.activeDeadlineSeconds: Invalid value: 60: must be less than or equal to previous value',
    ],
    [
      'a toleration',
      (spec) => (spec.tolerations = [{ operator: 'Exists' }]),
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
    ],
  ];
  for (const [name, edit, cause] of cases) {
    t.same(change(withPod({ activeDeadlineSeconds: 50 }), edit), [cause], name);
  }
});

t.test('names and the like stay, even of the metadata', async (t) => {
  const { registry } = createFixture();
  const pod = registry.create('pods', aPod());
  const without = { ...pod, metadata: { name: 'pod', namespace: 'default', labels: { a: 'b' } } };
  const updated = registry.update('pods', without);
  t.equal(updated.metadata.uid, pod.metadata.uid);
  t.same(updated.metadata.labels, { a: 'b' });
});
