import fc from 'fast-check';
import t, { type Test } from 'tap';
import { startDeploymentController } from '../../../src/controllers/deployment/deployment-controller.ts';
import { isActive, isReady } from '../../../src/control-loop/pod-state.ts';
import { startReplicaSetController } from '../../../src/controllers/replica-set/replica-set-controller.ts';
import type { Deployment, Pod, ReplicaSet } from '@pod-contagion/api-server/objects';
import {
  breakQueues,
  createPlane,
  deployment,
  eventsOf,
  replicaSet,
  startFakeKubelet,
  template,
  type KubeletOptions,
  type Plane,
} from '../harness.ts';

type Setup = Plane &
  Readonly<{
    get: () => Deployment;
    sets: () => ReplicaSet[];
    /** Sizes of the ReplicaSets, oldest revision first. */
    sizes: () => number[];
    set: (change: (spec: NonNullable<Deployment['spec']>, draft: Deployment) => void) => void;
    image: (name: string) => void;
    reasonOf: (type: string) => string | undefined;
  }>;

function setUp(t: Test, kubelet: KubeletOptions = {}): Setup {
  const plane = createPlane(t);
  const { registry, start } = plane;
  start(startReplicaSetController, 'replicaset-controller');
  start(startDeploymentController, 'deployment-controller');
  start((options) => startFakeKubelet(options, kubelet));
  const get = (): Deployment => registry.get('deployments', 'default', 'generic');
  const revision = ({ metadata }: ReplicaSet): number =>
    Number(metadata.annotations?.['deployment.kubernetes.io/revision']);
  const sets = (): ReplicaSet[] =>
    registry.list('replicasets', 'default').toSorted((a, b) => revision(a) - revision(b));
  const set: Setup['set'] = (change) => {
    registry.modify('deployments', 'default', 'generic', (draft) => {
      if (draft.spec !== undefined) change(draft.spec, draft);
    });
  };
  return {
    ...plane,
    get,
    sets,
    set,
    sizes: () => sets().map(({ spec }) => spec?.replicas ?? -1),
    image: (name) => set((spec) => (spec.template = template(name))),
    reasonOf: (type) => get().status?.conditions?.find((condition) => condition.type === type)?.reason,
  };
}

t.test('a new Deployment', async (t) => {
  const { registry, settle, sets, get, errors } = setUp(t);
  const wanted = deployment('generic', 50);
  wanted.metadata.annotations = { 'kubernetes.io/change-cause': 'first' };
  registry.create('deployments', wanted);
  await settle();
  const [made] = sets();
  const hash = made?.metadata.labels?.['pod-template-hash'] ?? '';
  t.match(made, {
    metadata: {
      name: `generic-${hash}`,
      labels: { app: 'podder', 'pod-template-hash': hash },
      annotations: {
        'deployment.kubernetes.io/revision': '1',
        'deployment.kubernetes.io/desired-replicas': '50',
        'deployment.kubernetes.io/max-replicas': '63',
        'kubernetes.io/change-cause': 'first',
      },
      ownerReferences: [{ kind: 'Deployment', name: 'generic', controller: true }],
    },
    spec: {
      replicas: 50,
      selector: { matchLabels: { app: 'podder', 'pod-template-hash': hash } },
      template: { metadata: { labels: { app: 'podder', 'pod-template-hash': hash } } },
    },
  });
  t.equal(registry.list('pods', 'default').length, 50);
  const { status, metadata } = get();
  t.match(metadata.annotations, { 'deployment.kubernetes.io/revision': '1' });
  t.match(status, {
    observedGeneration: 1,
    replicas: 50,
    updatedReplicas: 50,
    readyReplicas: 50,
    availableReplicas: 50,
    terminatingReplicas: 0,
    conditions: [
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "generic-${hash}" has successfully progressed.`,
      },
    ],
  });
  t.equal(status?.unavailableReplicas, undefined);
  t.same(eventsOf(registry, 'Deployment'), [
    `ScalingReplicaSet: Scaled up replica set generic-${hash} from 0 to 50`,
  ]);
  t.same(errors, []);
});

t.test('a rolling update ends with one active ReplicaSet', async (t) => {
  const { registry, settle, pass, image, sizes, get, reasonOf, errors } = setUp(t, {
    readyAfterMs: () => 100,
  });
  registry.create('deployments', deployment('generic', 10));
  await settle();
  t.equal(reasonOf('Progressing'), 'ReplicaSetUpdated');
  await pass(200);
  t.equal(reasonOf('Progressing'), 'NewReplicaSetAvailable');
  image('second');
  await settle();
  t.same(sizes(), [8, 5], 'surge 3, unavailable 2');
  t.match(get().status, { observedGeneration: 2, updatedReplicas: 5 });
  t.equal(reasonOf('Progressing'), 'ReplicaSetUpdated');
  await pass(1000);
  t.same(sizes(), [0, 10]);
  t.equal(reasonOf('Progressing'), 'NewReplicaSetAvailable');
  t.match(get().metadata.annotations, { 'deployment.kubernetes.io/revision': '2' });
  t.match(
    eventsOf(registry, 'Deployment')[1],
    /^ScalingReplicaSet: Scaled up replica set generic-\w+ from 0 to 3$/,
  );
  t.ok(
    eventsOf(registry, 'Deployment').some((event) =>
      /Scaled down replica set generic-\w+ from 10 to 8$/.test(event),
    ),
  );
  t.same(errors, []);
});

t.test('a rolling update stays within its limits, however pods become ready', async (t) => {
  const limits = fc.record({
    replicas: fc.integer({ min: 1, max: 12 }),
    maxSurge: fc.integer({ min: 0, max: 4 }),
    maxUnavailable: fc.integer({ min: 0, max: 4 }),
    delaysMs: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 5, maxLength: 5 }),
    updates: fc.integer({ min: 1, max: 3 }),
    endsAfterMs: fc.constantFrom(0, 50),
    breaksEveryNth: fc.integer({ min: 2, max: 20 }),
  });
  let breaksEveryNth = 1;
  breakQueues(t, () => breaksEveryNth);
  await fc.assert(
    fc.asyncProperty(limits, async ({ replicas, maxSurge, delaysMs, updates, endsAfterMs, ...given }) => {
      const maxUnavailable = maxSurge === 0 ? Math.max(1, given.maxUnavailable) : given.maxUnavailable;
      ({ breaksEveryNth } = given);
      let pods = 0;
      const readyAfterMs = (): number => delaysMs[pods++ % delaysMs.length] ?? 0;
      const { registry, pass, image, get, sizes } = setUp(t, { readyAfterMs, endsAfterMs });
      const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
      registry.create('deployments', deployment('generic', replicas, strategy));
      await pass(1000);
      if (get().status?.availableReplicas !== replicas) throw new Error('it never became available');
      const leastReady = replicas - Math.min(maxUnavailable, replicas);
      const wrong: string[] = [];
      const active = (): Pod[] => registry.list('pods', 'default').filter(isActive);
      registry.onChange('pods', () => {
        const ready = active().filter(isReady).length;
        if (ready < leastReady) wrong.push(`only ${ready} ready`);
      });
      registry.onChange('replicasets', () => {
        const wanted = sizes().reduce((sum, size) => sum + size, 0);
        if (wanted > replicas + maxSurge) wrong.push(`${wanted} pods wanted`);
      });
      for (let passedMs = 0, update = 0; passedMs < 1000 + replicas * 500; passedMs += 50) {
        if (update < updates) image(`update-${++update}`);
        await pass(50, 50);
        // Between two passes of the controllers both may be at work, on a real cluster too.
        if (active().length > replicas + maxSurge) wrong.push(`${active().length} pods`);
      }
      if (wrong.length > 0) throw new Error(wrong.join(', '));
      const { status } = get();
      if (status?.updatedReplicas !== replicas || status.replicas !== replicas) throw new Error('not done');
    }),
    { numRuns: 12 },
  );
});

t.test('pods of the old template that are not available go first', async (t) => {
  const { registry, settle, pass, image, sizes } = setUp(t, {
    readyAfterMs: ({ spec }) => (spec?.containers[0]?.image === 'broken' ? undefined : 0),
  });
  registry.create('deployments', deployment('generic', 10));
  await settle();
  image('broken');
  await pass(100);
  t.same(sizes(), [8, 5], 'stuck');
  image('repaired');
  await pass(100);
  t.same(sizes(), [0, 0, 10]);
});

t.test('a rollout without progress runs into its deadline', async (t) => {
  const { registry, pass, settle, reasonOf, image, get } = setUp(t, {
    readyAfterMs: ({ spec }) => (spec?.containers[0]?.image === 'broken' ? undefined : 0),
  });
  const wanted = deployment('generic', 4);
  if (wanted.spec !== undefined) wanted.spec.progressDeadlineSeconds = 60;
  registry.create('deployments', wanted);
  await settle();
  image('broken');
  await pass(59_000, 1000);
  t.equal(reasonOf('Progressing'), 'ReplicaSetUpdated');
  await pass(4_000, 1000);
  t.match(
    get().status?.conditions?.find(({ type }) => type === 'Progressing'),
    {
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: /^ReplicaSet "generic-\w+" has timed out progressing\.$/,
    },
  );
  image('good');
  await pass(1000, 100);
  t.equal(reasonOf('Progressing'), 'NewReplicaSetAvailable');
});

t.test('a rollback takes the old ReplicaSet up again, as a new revision', async (t) => {
  const { registry, settle, pass, image, sets, sizes, get } = setUp(t);
  registry.create('deployments', deployment('generic', 3));
  await settle();
  const [first] = sets();
  image('second');
  await pass(100);
  image('pod-contagion:generic');
  await pass(100);
  t.same(sizes(), [0, 3]);
  t.match(sets()[1]?.metadata, {
    name: first?.metadata.name,
    annotations: {
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    },
  });
  t.match(get().metadata.annotations, { 'deployment.kubernetes.io/revision': '3' });
});

t.test('only so many old ReplicaSets are kept', async (t) => {
  const { registry, pass, image, sets, set } = setUp(t);
  registry.create('deployments', deployment('generic', 2));
  set((spec) => (spec.revisionHistoryLimit = 1));
  for (const name of ['b', 'c', 'd']) {
    image(name);
    await pass(100);
  }
  t.same(
    sets().map(({ spec }) => spec?.template?.spec?.containers[0]?.image),
    ['c', 'd'],
  );
});

t.test('Recreate ends all old pods before it makes a new one', async (t) => {
  const { registry, settle, pass, image, get } = setUp(t, { endsAfterMs: 500 });
  registry.create('deployments', deployment('generic', 3, { type: 'Recreate' }));
  await settle();
  registry.onChange('pods', () => {
    const images = registry.list('pods', 'default').map(({ spec }) => spec?.containers[0]?.image);
    if (new Set(images).size > 1) t.fail('pods of both templates at once');
  });
  image('second');
  await pass(400);
  t.equal(registry.list('pods', 'default').length, 3, 'the old ones are still ending');
  await pass(400);
  t.match(get().status, { replicas: 3, updatedReplicas: 3, availableReplicas: 3 });
  t.equal(registry.list('pods', 'default').length, 3);
});

t.test('a paused Deployment scales, but does not roll', async (t) => {
  const { registry, settle, pass, image, set, sizes, reasonOf } = setUp(t);
  registry.create('deployments', deployment('generic', 4));
  await settle();
  set((spec) => (spec.paused = true));
  image('second');
  await settle();
  t.same(sizes(), [4]);
  t.equal(reasonOf('Progressing'), 'DeploymentPaused');
  set((spec) => (spec.replicas = 6));
  await settle();
  t.same(sizes(), [6]);
  set((spec) => delete spec.paused);
  await pass(100);
  t.same(sizes(), [0, 6]);
});

t.test('scaling in the middle of a rollout is in proportion', async (t) => {
  const { registry, settle, pass, image, set, sizes } = setUp(t, {
    readyAfterMs: ({ spec }) => (spec?.containers[0]?.image === 'broken' ? undefined : 0),
  });
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } };
  registry.create('deployments', deployment('generic', 10, strategy));
  await settle();
  image('broken');
  await pass(100);
  t.same(sizes(), [8, 5]);
  set((spec) => (spec.replicas = 15));
  await settle();
  t.same(sizes(), [11, 7]);
});

t.test('a name that is taken leads to another hash', async (t) => {
  const { registry, settle, pass, sets, get, errors } = setUp(t);
  registry.create('deployments', deployment('generic', 1));
  await settle();
  const name = sets()[0]?.metadata.name ?? '';
  registry.delete('deployments', 'default', 'generic');
  registry.delete('replicasets', 'default', name);
  const stranger = replicaSet(name, 0);
  stranger.spec = { selector: { matchLabels: { app: 'other' } }, template: template('x', { app: 'other' }) };
  registry.create('replicasets', stranger);
  registry.create('deployments', deployment('generic', 1));
  await pass(100);
  t.equal(get().status?.collisionCount, 1);
  t.match(errors, [{ status: { reason: 'AlreadyExists' } }]);
  t.match(sets().find(({ metadata }) => metadata.name !== name)?.status, { replicas: 1 });
});

t.test('a ReplicaSet without owner is adopted', async (t) => {
  const { registry, settle, sets, pass } = setUp(t);
  const orphan = replicaSet('orphan', 2);
  orphan.metadata.labels = { app: 'podder' };
  registry.create('replicasets', orphan);
  await settle();
  registry.create('deployments', deployment('generic', 2));
  await pass(100);
  t.match(
    sets(),
    [{ metadata: { name: 'orphan', ownerReferences: [{ name: 'generic' }] } }],
    'same template',
  );
});
