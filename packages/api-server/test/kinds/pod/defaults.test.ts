import t from 'tap';
import type { Pod } from '../../../src/machinery/objects.ts';
import { aPod, createFixture, messageOf } from '../fixtures.ts';

function created(spec: object): Pod {
  return createFixture().registry.create('pods', aPod(spec));
}

t.test('a pod as short as it can be gets what Kubernetes gives it', async (t) => {
  const { spec, status, metadata } = created({});
  t.same(spec, {
    containers: [
      {
        name: 'main',
        image: 'pod-contagion:generic',
        imagePullPolicy: 'IfNotPresent',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    serviceAccount: 'default',
    serviceAccountName: 'default',
    terminationGracePeriodSeconds: 30,
    tolerations: [
      {
        key: 'node.kubernetes.io/not-ready',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      },
      {
        key: 'node.kubernetes.io/unreachable',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      },
    ],
  });
  t.same(status, { phase: 'Pending', qosClass: 'BestEffort' });
  t.equal(metadata.generation, 1);
});

t.test('what a client says of status is not taken', async (t) => {
  const { registry } = createFixture();
  const pod = { ...(aPod() as Pod), status: { phase: 'Running', podIP: '10.0.0.1' } };
  t.same(registry.create('pods', pod).status, { phase: 'Pending', qosClass: 'BestEffort' });
});

t.test('probes, hooks, ports, variables', async (t) => {
  const container = created({
    containers: [
      {
        name: 'main',
        image: 'x:1',
        ports: [{ containerPort: 80 }],
        env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
        livenessProbe: { httpGet: { port: 80 } },
        readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 1, initialDelaySeconds: 0 },
        lifecycle: { preStop: { httpGet: { port: 80 } } },
      },
    ],
  }).spec?.containers[0];
  t.same(container?.ports, [{ containerPort: 80, protocol: 'TCP' }]);
  t.same(container?.env?.[0]?.valueFrom?.fieldRef, { apiVersion: 'v1', fieldPath: 'status.podIP' });
  const defaults = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  t.same(container?.livenessProbe, { httpGet: { path: '/', port: 80, scheme: 'HTTP' }, ...defaults });
  t.same(container?.readinessProbe, {
    tcpSocket: { port: 80 },
    ...defaults,
    initialDelaySeconds: 0,
    periodSeconds: 1,
  });
  t.same(container?.lifecycle?.preStop?.httpGet, { path: '/', port: 80, scheme: 'HTTP' });
});

t.test('images are pulled always where their tag may move', async (t) => {
  const cases: [string, string][] = [
    ['podder', 'Always'],
    ['podder:latest', 'Always'],
    ['podder:1.0', 'IfNotPresent'],
    ['registry:5000/podder', 'Always'],
    ['registry:5000/podder:2', 'IfNotPresent'],
    ['podder@sha256:abc', 'IfNotPresent'],
  ];
  for (const [image, policy] of cases) {
    const pod = created({ containers: [{ name: 'main', image }] });
    t.equal(pod.spec?.containers[0]?.imagePullPolicy, policy, image);
  }
});

t.test('requests follow from limits, and the class from both', async (t) => {
  const withResources = (resources: object): Pod =>
    created({ containers: [{ name: 'main', image: 'x:1', resources }] });
  const guaranteed = withResources({ limits: { cpu: '1', memory: '64Mi' } });
  t.same(guaranteed.spec?.containers[0]?.resources?.requests, { cpu: '1', memory: '64Mi' });
  t.equal(guaranteed.status?.qosClass, 'Guaranteed');
  const burstable = withResources({ limits: { cpu: '1', memory: '64Mi' }, requests: { cpu: '10m' } });
  t.same(burstable.spec?.containers[0]?.resources?.requests, { cpu: '10m', memory: '64Mi' });
  t.equal(burstable.status?.qosClass, 'Burstable');
  const sameInOtherWords = {
    limits: { cpu: '1', memory: '64Mi' },
    requests: { cpu: '1000m', memory: '65536Ki' },
  };
  t.equal(withResources(sameInOtherWords).status?.qosClass, 'Guaranteed');
  t.equal(withResources({ requests: { cpu: '0' } }).status?.qosClass, 'BestEffort');
});

t.test('admission: tolerations there are stay, accounts and classes have to be there', async (t) => {
  const all = [{ operator: 'Exists' }];
  t.same(created({ tolerations: all }).spec?.tolerations, all);
  t.equal(
    messageOf(() => created({ serviceAccountName: 'robot' })),
    'pods "pod" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
  );
  t.equal(
    messageOf(() => created({ priorityClassName: 'high' })),
    'pods "pod" is forbidden: no PriorityClass with name high was found',
  );
  t.equal(created({ priorityClassName: 'system-node-critical' }).spec?.priority, 2_000_001_000);
  const { registry } = createFixture();
  const metadata = { name: 'robot', namespace: 'default' };
  registry.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  t.equal(registry.create('pods', aPod({ serviceAccount: 'robot' })).spec?.serviceAccountName, 'robot');
});

t.test('defaults once filled in stay as they are', async (t) => {
  const { registry, kind } = createFixture();
  const pod = registry.create('pods', aPod({ volumes: [{ name: 'scratch' }], hostNetwork: true }));
  const again = structuredClone(pod);
  kind('pods').applyDefaults(again);
  t.strictSame(again, pod);
});

t.test('grace of a deletion: none for a pod that runs nowhere or has ended', async (t) => {
  const { kind } = createFixture();
  const grace = (pod: object, seconds?: number): number | undefined =>
    kind('pods').deletionGraceSeconds?.(pod as never, { gracePeriodSeconds: seconds });
  const spec = { nodeName: 'local', terminationGracePeriodSeconds: 5 };
  t.equal(grace({ spec }), 5);
  t.equal(grace({ spec }, 60), 60);
  t.equal(grace({ spec }, 0), 0);
  t.equal(grace({ spec: { nodeName: 'local' } }), 30);
  t.equal(grace({ spec: { ...spec, nodeName: '' } }, 60), 0);
  t.equal(grace({ spec, status: { phase: 'Failed' } }), 0);
  t.equal(grace({ spec: { ...spec, terminationGracePeriodSeconds: -1 } }), 1);
});
