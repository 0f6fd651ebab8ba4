import t from 'tap';
import { aPod, causesOf, createFixture } from '../fixtures.ts';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

function causes(spec: object, metadata: object = {}): string[] {
  return causesOf(() => createFixture().registry.create('pods', aPod(spec, metadata)));
}

function containerCauses(container: object): string[] {
  return causes({ containers: [{ name: 'main', image: 'x:1', ...container }] });
}

t.test('containers', async (t) => {
  t.same(causes({ containers: [] }), ['spec.containers: Required value']);
  t.same(causes({ containers: [{}] }), [
    'spec.containers[0].name: Required value',
    'spec.containers[0].image: Required value',
  ]);
  t.same(containerCauses({ name: 'Main' }), [`spec.containers[0].name: Invalid value: "Main": ${LABEL}`]);
  const twice = [
    { name: 'a', image: 'x:1' },
    { name: 'a', image: 'x:1' },
  ];
  t.same(causes({ containers: twice }), ['spec.containers[1].name: Duplicate value: "a"']);
  t.same(
    causes({ initContainers: [{ name: 'a', image: 'x:1' }], containers: [{ name: 'a', image: 'x:1' }] }),
    ['spec.initContainers[0].name: Duplicate value: "a"'],
  );
  t.same(containerCauses({ image: ' x:1' }), [
    'spec.containers[0].image: Invalid value: " x:1": must not have leading or trailing whitespace',
  ]);
  t.same(containerCauses({ imagePullPolicy: 'Sometimes' }), [
    'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
  ]);
});

t.test('ports', async (t) => {
  const ports = [
    { containerPort: 70_000 },
    { name: 'A', containerPort: 1 },
    { name: 'http' },
    { name: 'http', containerPort: 2 },
  ];
  t.same(containerCauses({ ports }), [
    'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    'spec.containers[0].ports[1].name: Invalid value: "A": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    'spec.containers[0].ports[1].name: Invalid value: "A": must contain at least one letter (a-z)',
    'spec.containers[0].ports[2].containerPort: Required value',
    'spec.containers[0].ports[3].name: Duplicate value: "http"',
  ]);
});

t.test('variables', async (t) => {
  const env = [
    { name: '' },
    { name: 'A=B' },
    { name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'B', valueFrom: {} },
    { name: 'C', valueFrom: { fieldRef: { fieldPath: 'spec.nope' } } },
    { name: 'D', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
    { name: 'E', valueFrom: { configMapKeyRef: { name: 'c' } } },
  ];
  t.same(containerCauses({ env }), [
    'spec.containers[0].env[0].name: Required value',
    `spec.containers[0].env[1].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than '='`,
    'spec.containers[0].env[2].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
    'spec.containers[0].env[3].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
    'spec.containers[0].env[4].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nope": error converting fieldPath: field label not supported: spec.nope',
    'spec.containers[0].env[6].valueFrom.configMapKeyRef.key: Required value',
  ]);
});

t.test('probes and hooks', async (t) => {
  t.same(
    containerCauses({
      livenessProbe: { httpGet: { port: 'no port' }, successThreshold: 2, failureThreshold: -1 },
      readinessProbe: {},
      startupProbe: { exec: { command: [] }, tcpSocket: { port: 1 } },
      lifecycle: { preStop: { sleep: { seconds: 31 } } },
    }),
    [
      'spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)',
      'spec.containers[0].livenessProbe.httpGet.port: Invalid value: "no port": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      'spec.containers[0].livenessProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0',
      'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
      'spec.containers[0].readinessProbe: Required value: must specify a handler type',
      'spec.containers[0].startupProbe.exec.command: Required value',
      'spec.containers[0].startupProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
    ],
  );
  t.same(containerCauses({ readinessProbe: { tcpSocket: { port: 1 }, terminationGracePeriodSeconds: 1 } }), [
    'spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 1: must not be set for readinessProbes',
  ]);
  t.same(
    causes({ initContainers: [{ name: 'i', image: 'x:1', livenessProbe: { tcpSocket: { port: 1 } } }] }),
    [
      'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ],
  );
});

t.test('restarts', async (t) => {
  const exitCodes = { operator: 'In', values: [3] };
  const all = { action: 'RestartAllContainers', exitCodes };
  const policy = { restartPolicy: 'Always' };
  for (const restartPolicy of ['Always', 'OnFailure', 'Never']) {
    const given = { restartPolicy, restartPolicyRules: [all, { action: 'Restart', exitCodes }] };
    t.same(containerCauses(given), []);
    t.same(causes({ initContainers: [{ name: 'i', image: 'x:1', ...given }] }), []);
    t.same(causes({ initContainers: [{ name: 'i', image: 'x:1', restartPolicy }] }), []);
  }
  t.same(containerCauses({ restartPolicyRules: [all] }), [
    'spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
  ]);
  t.same(containerCauses({ restartPolicy: 'Often' }), [
    'spec.containers[0].restartPolicy: Unsupported value: "Often": supported values: "Always", "Never", "OnFailure"',
  ]);
  const bad = [{ action: 'Stop', exitCodes: { operator: 'Is', values: [] } }, { action: 'Restart' }];
  const wrong = (field: string): string[] => [
    `${field}.restartPolicyRules[0].action: Unsupported value: "Stop": supported values: "Restart", "RestartAllContainers"`,
    `${field}.restartPolicyRules[0].exitCodes.operator: Unsupported value: "Is": supported values: "In", "NotIn"`,
    `${field}.restartPolicyRules[1].exitCodes: Required value: must be specified`,
  ];
  t.same(containerCauses({ ...policy, restartPolicyRules: bad }), wrong('spec.containers[0]'));
  t.same(
    causes({ initContainers: [{ name: 'i', image: 'x:1', ...policy, restartPolicyRules: bad }] }),
    wrong('spec.initContainers[0]'),
  );
  const many = {
    action: 'Restart',
    exitCodes: { operator: 'In', values: Array.from({ length: 256 }, (_, at) => at) },
  };
  t.same(containerCauses({ ...policy, restartPolicyRules: Array.from({ length: 21 }, () => all) }), [
    'spec.containers[0].restartPolicyRules: Too many: 21: must have at most 20 items',
  ]);
  t.same(containerCauses({ ...policy, restartPolicyRules: [many] }), [
    'spec.containers[0].restartPolicyRules[0].exitCodes.values: Too many: 256: must have at most 255 items',
  ]);
});

t.test('resources', async (t) => {
  t.same(containerCauses({ resources: { limits: { memory: '64Mi' }, requests: { memory: '0.1Gi' } } }), [
    'spec.containers[0].resources.requests: Invalid value: "0.1Gi": must be less than or equal to memory limit of 64Mi',
  ]);
  t.same(containerCauses({ resources: { limits: { cpu: '1' }, requests: { cpu: '1000m' } } }), []);
  t.same(containerCauses({ resources: { requests: { cpu: '-1' } } }), [
    'spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0',
  ]);
  t.match(containerCauses({ resources: { requests: { cpu: 'much' } } }), [/quantities must match/]);
  t.same(containerCauses({ resources: { requests: { 'example.com/gpu': '1' } } }), [
    'spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
  ]);
});

t.test('the pod itself', async (t) => {
  t.same(causes({ restartPolicy: 'Often', activeDeadlineSeconds: 0, hostname: 'a.b' }), [
    'spec.restartPolicy: Unsupported value: "Often": supported values: "Always", "Never", "OnFailure"',
    `spec.hostname: Invalid value: "a.b": ${LABEL}`,
    'spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive',
  ]);
  t.same(causes({ tolerations: [{ operator: 'Equal', value: 'x' }] }), [
    'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
  ]);
  t.same(causes({ volumes: [{ name: 'a' }, { name: 'a' }] }), ['spec.volumes[1].name: Duplicate value: "a"']);
  t.same(causes({ volumes: [{ name: 'a', emptyDir: { sizeLimit: '-1Mi' } }] }), [
    'spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity',
  ]);
  const volumeMounts = [
    { name: 'a', mountPath: '/a', subPath: '/b' },
    { name: 'a', mountPath: '/b', subPath: 'c', subPathExpr: 'd/..' },
  ];
  t.same(causes({ volumes: [{ name: 'a' }], containers: [{ name: 'a', image: 'x:1', volumeMounts }] }), [
    'spec.containers[0].volumeMounts.subPath: Invalid value: "/b": must be a relative path',
    'spec.containers[0].volumeMounts[1].subPathExpr: Invalid value: "d/..": subPathExpr and subPath are mutually exclusive',
    `spec.containers[0].volumeMounts.subPathExpr: Invalid value: "d/..": must not contain '..'`,
  ]);
  t.same(containerCauses({ volumeMounts: [{ name: 'a', mountPath: '/a' }] }), [
    'spec.containers[0].volumeMounts[0].name: Not found: "a"',
  ]);
  t.same(causes({ ephemeralContainers: [{ name: 'e', image: 'x:1' }] }), [
    'spec.ephemeralContainers: Forbidden: cannot be set on create',
  ]);
  t.same(
    causes({
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
      },
    }),
    [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    ],
  );
});

t.test('what is left out is a zero, not nothing', async (t) => {
  t.strictSame(
    causes({
      containers: [{ volumeMounts: [{}], readinessProbe: { httpGet: {} } }],
      ephemeralContainers: [{ name: 'e', image: 'x:1' }],
      volumes: [{}],
      hostAliases: [{}],
      readinessGates: [{}],
      affinity: {
        nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ preference: {} }] },
      },
    }).filter((cause) => !cause.includes('name part must consist')),
    [
      'spec.volumes[0].name: Required value',
      'spec.containers[0].name: Required value',
      'spec.containers[0].image: Required value',
      'spec.containers[0].volumeMounts[0].name: Required value',
      'spec.containers[0].volumeMounts[0].name: Not found: ""',
      'spec.containers[0].volumeMounts[0].mountPath: Required value',
      'spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
      'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
      'spec.readinessGates[0].conditionType: Invalid value: "": name part must be non-empty',
      'spec.hostAliases[0].ip: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'spec.ephemeralContainers: Forbidden: cannot be set on create',
    ],
  );
});
