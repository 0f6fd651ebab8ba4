/** Steps of a rolling update, each from a state that is written down. deployment-controller.test.ts has whole ones. */
import t, { type Test } from 'tap';
import { sortOut } from '../../../src/controllers/deployment/replica-sets.ts';
import { stepRollingUpdate } from '../../../src/controllers/deployment/rolling-update.ts';
import { createEventRecorder } from '../../../src/events/event-recorder.ts';
import { createPlane, deployment, replicaSet, template } from '../harness.ts';

/** What a ReplicaSet asks for, and how many of its pods are available by its status. */
type State = Readonly<{ size: number; available: number }>;

/** The sizes after a step of a Deployment with surge 2 and at most 2 unavailable; the last state is of the present one. */
function sizesAfterStep(t: Test, replicas: number, states: readonly State[]): number[] {
  const { registry, clock } = createPlane(t);
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2, maxUnavailable: 2 } };
  const made = registry.create('deployments', deployment('generic', replicas, strategy));
  const names = states.map((_, index) => `generic-${index}`);
  for (const [index, { size, available }] of states.entries()) {
    const wanted = replicaSet(names[index] ?? '', size);
    const isCurrent = index === states.length - 1;
    if (wanted.spec !== undefined && !isCurrent) wanted.spec.template = template(`old-${index}`);
    registry.create('replicasets', wanted);
    registry.modify(
      'replicasets',
      'default',
      names[index] ?? '',
      (draft) => void (draft.status = { replicas: available, availableReplicas: available }),
      { subresource: 'status' },
    );
  }
  const { current, old } = sortOut(made, registry.list('replicasets', 'default'));
  if (current === undefined) throw new Error('expected a ReplicaSet of the present template');
  const recorder = createEventRecorder({ registry, clock, component: 'test', random: () => 0 });
  stepRollingUpdate({ registry, recorder, clock, deployment: made }, { current, old });
  return names.map((name) => registry.get('replicasets', 'default', name).spec?.replicas ?? -1);
}

t.test('old pods go as new ones become available', async (t) => {
  const current = { size: 4, available: 1 };
  t.same(sizesAfterStep(t, 12, [{ size: 10, available: 10 }, current]), [9, 4]);
});

t.test(
  'pods that a ReplicaSet is about to delete are not counted, though its status has them yet',
  async (t) => {
    const shrunk = { size: 10, available: 12 };
    t.same(sizesAfterStep(t, 12, [shrunk, { size: 4, available: 1 }]), [9, 4]);
  },
);

t.test('nor are they where others, which nobody misses, are all that may go', async (t) => {
  const missedByNobody = { size: 2, available: 0 };
  const shrunk = { size: 8, available: 12 };
  t.same(sizesAfterStep(t, 12, [missedByNobody, shrunk, { size: 4, available: 2 }]), [0, 8, 4]);
});

t.test('nor are those of the present one, which was an old one until it was rolled back to', async (t) => {
  t.same(
    sizesAfterStep(t, 6, [
      { size: 7, available: 7 },
      { size: 1, available: 4 },
    ]),
    [3, 1],
  );
});
