import t from 'tap';
import { podWarnings } from '../../../src/kinds/warnings/pod.ts';

/** What is said of a spec of which the fields given are all that matters. */
function of(spec: object, annotations: Record<string, string> = {}, prefix = ''): string[] {
  return [...podWarnings({ containers: [], ...spec }, { annotations }, prefix)];
}

const main = (more: object): object => ({ containers: [{ name: 'main', image: 'x', ...more }] });

t.test('volumes that are gone', async (t) => {
  const names = [
    'photonPersistentDisk',
    'gitRepo',
    'scaleIO',
    'flocker',
    'storageos',
    'quobyte',
    'glusterfs',
    'cephfs',
    'rbd',
    'emptyDir',
  ];
  t.strictSame(of({ volumes: names.map((name) => ({ name: name.toLowerCase(), [name]: {} })) }), [
    'spec.volumes[0].photonPersistentDisk: deprecated in v1.11, non-functional in v1.16+',
    'spec.volumes[1].gitRepo: deprecated in v1.11, and disabled by default in v1.33+',
    'spec.volumes[2].scaleIO: deprecated in v1.16, non-functional in v1.22+',
    'spec.volumes[3].flocker: deprecated in v1.22, non-functional in v1.25+',
    'spec.volumes[4].storageOS: deprecated in v1.22, non-functional in v1.25+',
    'spec.volumes[5].quobyte: deprecated in v1.22, non-functional in v1.25+',
    'spec.volumes[6].glusterfs: deprecated in v1.25, non-functional in v1.26+',
    'spec.volumes[7].cephfs: deprecated in v1.28, non-functional in v1.31+',
    'spec.volumes[8].rbd: deprecated in v1.28, non-functional in v1.31+',
  ]);
});

t.test('labels of nodes', async (t) => {
  const matchExpressions = [{ key: 'beta.kubernetes.io/os', operator: 'In', values: ['_'] }];
  const spec = {
    nodeSelector: { 'beta.kubernetes.io/arch': 'amd64', constructor: 'x' },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions } }],
      },
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a' }] },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { topologyKey: 'a' } },
        ],
      },
    },
    topologySpreadConstraints: [{ topologyKey: 'failure-domain.beta.kubernetes.io/zone' }],
  };
  const affinity = 'spec.affinity.nodeAffinity';
  const path = `${affinity}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key`;
  const OS = 'beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead';
  const preferred = `${affinity}.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0]`;
  const found = of(spec);
  t.strictSame(
    [...found.slice(0, 3), ...found.slice(4)],
    [
      'spec.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use "kubernetes.io/arch" instead',
      `${path}: ${OS}`,
      `${preferred}.key: ${OS}`,
      'spec.topologySpreadConstraints[0].topologyKey: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
      'spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
      'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod',
      'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod',
    ],
  );
  t.match(found[3], `${preferred}.values[0]: _ is invalid, a valid label must be`);
});

t.test('annotations', async (t) => {
  const seccomp = 'container.seccomp.security.alpha.kubernetes.io/main';
  const appArmor = 'container.apparmor.security.beta.kubernetes.io/main';
  const annotations = {
    'scheduler.alpha.kubernetes.io/critical-pod': '',
    'seccomp.security.alpha.kubernetes.io/pod': 'x',
    [seccomp]: 'x',
    [appArmor]: 'runtime/default',
  };
  const field = 'metadata.annotations';
  const rest = [
    `${field}[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead`,
    `${field}[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead`,
    `${field}[${seccomp}]: non-functional in v1.27+; use the "seccompProfile" field instead`,
  ];
  const armed = `${field}[${appArmor}]: deprecated since v1.30; use the "appArmorProfile" field instead`;
  t.strictSame(of(main({}), annotations), [armed, ...rest]);
  t.strictSame(
    of(main({}), annotations, 'spec.template.'),
    [...rest, armed].map((text) => `spec.template.${text}`),
  );
  const appArmorProfile = { type: 'RuntimeDefault' };
  const seccompProfile = { type: 'RuntimeDefault' };
  t.strictSame(
    of(
      {
        ...main({ securityContext: { seccompProfile } }),
        securityContext: { appArmorProfile, seccompProfile },
      },
      annotations,
    ),
    [rest[0]],
  );
});

t.test('containers', async (t) => {
  const amounts = { memory: '1500m', 'ephemeral-storage': '100m', cpu: '100m' };
  t.strictSame(of(main({ resources: { limits: amounts, requests: { memory: '64Mi' } } })), [
    'spec.containers[0].resources.limits[memory]: fractional byte value "1500m" is invalid, must be an integer',
    'spec.containers[0].resources.limits[ephemeral-storage]: fractional byte value "100m" is invalid, must be an integer',
  ]);
  const env = [
    { name: 'A', value: '1' },
    { name: 'A', value: '$(A)2' },
    { name: 'A', value: '3' },
    { name: 'A', value: '$(A)' },
    { name: 'A', valueFrom: {} },
    { name: 'constructor', value: '' },
  ];
  t.strictSame(
    of(main({ env })),
    [2, 3, 4].map(
      (at) =>
        `spec.containers[0].env[${at}]: hides previous definition of "A", which may be dropped when using apply`,
    ),
  );
  const port = { containerPort: 80, protocol: 'TCP' };
  const containers = [
    { name: 'a', ports: [{ ...port, name: 'web' }, { ...port }, { ...port, hostIP: '1.2.3.4' }] },
    { name: 'b', ports: [{ containerPort: 81, protocol: 'TCP', name: 'web' }] },
    {
      name: 'c',
      ports: [
        { containerPort: 82, hostPort: 1 },
        { containerPort: 82, hostPort: 1, hostIP: '1.1.1.1' },
      ],
    },
  ];
  const at = (container: number, index: number): string => `spec.containers[${container}].ports[${index}]`;
  t.strictSame(of({ containers }), [
    `${at(0, 1)}: duplicate port definition with ${at(0, 0)}`,
    `${at(0, 2)}: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:1.2.3.4}`,
    `${at(0, 2)}: overlapping port definition with ${at(0, 0)}`,
    `${at(0, 2)}: overlapping port definition with ${at(0, 1)}`,
    `${at(2, 1)}: dangerously ambiguous port definition with ${at(2, 0)}`,
    `${at(1, 0)}: duplicate port name "web" with ${at(0, 0)}, services and probes that select ports by name will use ${at(0, 0)}`,
  ]);
});

t.test('paths of one volume', async (t) => {
  const items = [
    { key: 'a', path: 'x' },
    { key: 'b', path: 'x/y' },
    { key: 'c', path: 'xy' },
  ];
  const sources = [
    { configMap: { name: 'c', items } },
    { serviceAccountToken: { path: 'xy/' } },
    { downwardAPI: { items: [{ path: 'z' }] } },
    {},
  ];
  t.strictSame(
    of({
      volumes: [
        { name: 'v', configMap: { name: 'c', items } },
        { name: 'w', secret: { secretName: 's', items: items.slice(0, 2) } },
        { name: 'p', projected: { sources } },
      ],
    }),
    [
      'volume "v" (ConfigMap "c"): overlapping paths: "x/y" with "x"',
      'volume "w" (Secret "s"): overlapping paths: "x/y" with "x"',
      'volume "p" (Projected) has no sources provided',
      'volume "p" (Projected): overlapping paths: "x/y" (ConfigMap "c") with "x" (ConfigMap "c")',
      'volume "p" (Projected): overlapping paths: "xy" (ServiceAccountToken) with "xy" (ConfigMap "c")',
    ],
  );
});

t.test('the rest', async (t) => {
  t.strictSame(
    of({
      hostAliases: [{ ip: '1.1.1.1' }, { ip: '1.1.1.1' }, { ip: '::FFFF:1.2.3.4' }, { ip: 'FE80::1' }],
      imagePullSecrets: [{ name: 'a' }, { name: 'a' }, {}],
      overhead: { memory: '100m' },
      terminationGracePeriodSeconds: -1,
      dnsConfig: { nameservers: ['::0001'] },
    }),
    [
      'spec.hostAliases[1].ip: duplicate ip "1.1.1.1"',
      'spec.imagePullSecrets[1].name: duplicate name "a"',
      'spec.imagePullSecrets[2].name: invalid empty name ""',
      'spec.overhead[memory]: fractional byte value "100m" is invalid, must be an integer',
      'spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
      'spec.dnsConfig.nameservers[0]: IPv6 address "::0001" should be in RFC 5952 canonical format ("::1")',
      'spec.hostAliases[2].ip: non-standard IP address "::FFFF:1.2.3.4" is invalid: use "1.2.3.4"',
      'spec.hostAliases[3].ip: IPv6 address "FE80::1" should be in RFC 5952 canonical format ("fe80::1")',
    ],
  );
  t.strictSame(of(main({ ports: [{ containerPort: 80, protocol: 'TCP', name: 'web' }] })), []);
});
