import t from 'tap';
import { aWorkload, causesOf, cellsOf, createFixture } from './fixtures.ts';

const MISMATCH = '`selector` does not match template `labels`';

function causes(spec: object, podSpec: object = {}): string[] {
  return causesOf(() =>
    createFixture().registry.create('deployments', aWorkload('Deployment', spec, podSpec)),
  );
}

t.test('a Deployment as short as it can be', async (t) => {
  const { registry, kind } = createFixture();
  const deployment = registry.create('deployments', aWorkload('Deployment'));
  const { template, selector: _, ...rest } = deployment.spec ?? {};
  t.same(rest, {
    replicas: 1,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  });
  t.equal(template?.spec?.restartPolicy, 'Always');
  t.equal(template?.spec?.enableServiceLinks, undefined, 'only a pod gets this');
  t.same([deployment.status, deployment.metadata.generation], [{}, 1]);
  const again = structuredClone(deployment);
  kind('deployments').applyDefaults(again);
  t.strictSame(again, deployment);
});

t.test('selector and template', async (t) => {
  t.same(causes({ selector: { matchLabels: { app: 'other' } } }), [
    `spec.template.metadata.labels: Invalid value: {"app":"web"}: ${MISMATCH}`,
  ]);
  t.same(causes({ selector: undefined }), [
    'spec.selector: Required value',
    `spec.template.metadata.labels: Invalid value: {"app":"web"}: ${MISMATCH}`,
  ]);
  t.same(causes({ selector: {} }), [
    'spec.selector: Invalid value: {}: empty selector is invalid for deployment',
  ]);
  const matchExpressions = [{ key: 'app', operator: 'Like', values: ['w'] }];
  t.same(causes({ selector: { matchExpressions } }), [
    'spec.selector.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator',
    `spec.selector: Invalid value: ${JSON.stringify({ matchExpressions })}: invalid label selector`,
  ]);
  t.same(causes({}, { restartPolicy: 'Never' }), [
    'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  ]);
  t.same(causes({}, { containers: [{ name: 'main' }] }), [
    'spec.template.spec.containers[0].image: Required value',
  ]);
  t.same(causes({}, { ephemeralContainers: [{ name: 'e', image: 'x:1' }] }), [
    'spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template',
  ]);
});

t.test('what is left out has its defaults before it is looked at', async (t) => {
  const { registry } = createFixture();
  const asked = [
    'spec.selector: Required value',
    `spec.template.metadata.labels: Invalid value: null: ${MISMATCH}`,
    'spec.template.spec.containers: Required value',
  ];
  const specs = [{ replicas: 2 }, {}, undefined, { template: {} }, { template: { spec: {} } }];
  for (const [resource, kind] of [
    ['deployments', 'Deployment'],
    ['replicasets', 'ReplicaSet'],
  ] as const) {
    for (const spec of specs) {
      const object = { apiVersion: 'apps/v1', kind, metadata: { name: 'x', namespace: 'default' }, spec };
      t.strictSame(
        causesOf(() => registry.create(resource, object as never, { dryRun: true })),
        asked,
        `${kind} ${JSON.stringify(spec)}`,
      );
    }
  }
});

t.test('counts and strategy', async (t) => {
  t.same(causes({ replicas: -1, minReadySeconds: -1, revisionHistoryLimit: -1 }), [
    'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
    'spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
  ]);
  t.same(causes({ minReadySeconds: 600 }), [
    'spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds',
  ]);
  const rolling = (maxUnavailable: unknown, maxSurge: unknown): object => ({
    strategy: { rollingUpdate: { maxUnavailable, maxSurge } },
  });
  const field = 'spec.strategy.rollingUpdate.maxUnavailable';
  t.same(causes(rolling(0, '0%')), [`${field}: Invalid value: 0: may not be 0 when \`maxSurge\` is 0`]);
  t.same(causes(rolling('101%', 1)), [`${field}: Invalid value: "101%": must not be greater than 100%`]);
  t.same(causes(rolling(-1, 1)), [`${field}: Invalid value: -1: must be greater than or equal to 0`]);
  t.match(causes(rolling('half', 1)), [/a valid percent string must be/]);
  t.same(causes({ strategy: { type: 'Recreate', rollingUpdate: {} } }), [
    "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
  ]);
  t.same(causes({ strategy: { type: 'Fast' } }), [
    'spec.strategy: Unsupported value: {"Type":"Fast","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
  ]);
});

t.test('a selector stays', async (t) => {
  const { registry } = createFixture();
  for (const [resource, kind] of [
    ['deployments', 'Deployment'],
    ['replicasets', 'ReplicaSet'],
  ] as const) {
    registry.create(resource, aWorkload(kind));
    const matchExpressions = [{ key: 'app', operator: 'Exists' }];
    t.same(
      causesOf(() => registry.update(resource, aWorkload(kind, { selector: { matchExpressions } }))),
      [`spec.selector: Invalid value: ${JSON.stringify({ matchExpressions })}: field is immutable`],
    );
  }
});

t.test('scale', async (t) => {
  const { registry, kind } = createFixture();
  const replicaSet = registry.create('replicasets', aWorkload('ReplicaSet', { replicas: 3 }));
  const { scale } = kind('replicasets');
  t.same(
    [scale?.specReplicas(replicaSet), scale?.statusReplicas(replicaSet), scale?.selector(replicaSet)],
    [3, 0, 'app=web'],
  );
  const draft = structuredClone(replicaSet);
  scale?.setReplicas(draft, 5);
  t.equal(draft.spec?.replicas, 5);
});

t.test('columns', async (t) => {
  const { kind } = createFixture();
  const spec = {
    replicas: 3,
    selector: {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'NotIn', values: ['b', 'a'] },
        { key: 'a', operator: 'DoesNotExist' },
      ],
    },
    template: {
      spec: {
        containers: [
          { name: 'a', image: 'x:1' },
          { name: 'b', image: 'y:1' },
        ],
      },
    },
  };
  const status = { replicas: 3, readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2 };
  const metadata = { name: 'web', creationTimestamp: '2029-12-31T23:59:00Z' };
  const deployment = cellsOf(kind('deployments'), { metadata, spec, status });
  t.same(deployment, {
    Name: 'web',
    Ready: '2/3',
    'Up-to-date': 1,
    Available: 2,
    Age: '60s',
    Containers: 'a,b',
    Images: 'x:1,y:1',
    Selector: '!a,app=web,tier notin (a,b)',
  });
  t.same(Object.values(cellsOf(kind('replicasets'), { metadata, spec, status })).slice(0, 5), [
    'web',
    3,
    3,
    2,
    '60s',
  ]);
});
