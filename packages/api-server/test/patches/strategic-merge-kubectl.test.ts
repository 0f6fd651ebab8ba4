import fc from 'fast-check';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { definitionFor } from '../../src/schema/index.ts';
import { strategicMerge } from '../../src/patches/index.ts';
import { patchedByKubectl } from './kubectl-oracle.ts';
import { podPatches, pods } from './pod-arbitraries.ts';

const skip = missing('kubectl');

/** Pods that each random patch is applied to, in one run of kubectl. */
const PODS_A_PATCH = 8;

const PATCHES = 16;

type Loose = Record<string, unknown>;

function ours(original: Loose, patch: unknown): unknown {
  const definition = definitionFor(String(original['apiVersion']), String(original['kind']));
  try {
    return JSON.parse(JSON.stringify(strategicMerge(definition, original, patch))) as unknown;
  } catch (error) {
    return (error as Error).message;
  }
}

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's' },
  spec: {
    ports: [
      { port: 80, name: 'a' },
      { port: 81, name: 'b' },
    ],
    selector: { a: 'b' },
    externalIPs: ['1'],
  },
};
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', ownerReferences: [{ uid: '1', name: 'x' }] },
  spec: {
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    selector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] },
    template: {
      spec: {
        containers: [
          {
            name: 'c',
            volumeMounts: [{ mountPath: '/a', name: 'v' }],
            volumeDevices: [{ devicePath: '/d', name: 'v' }],
            envFrom: [{ prefix: 'A' }],
          },
        ],
        initContainers: [{ name: 'i', image: '1' }],
        hostAliases: [{ ip: '1.1.1.1', hostnames: ['a'] }],
        imagePullSecrets: [{ name: 's' }],
        topologySpreadConstraints: [{ topologyKey: 'k', maxSkew: 1 }],
        tolerations: [{ key: 'a' }],
      },
    },
  },
  status: { conditions: [{ type: 'Available', status: 'True' }] },
};
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', finalizers: ['a', 'b'] } };
const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n' },
  spec: { podCIDRs: ['1'], taints: [{ key: 'a', effect: 'NoSchedule' }] },
  status: {
    addresses: [{ type: 'Hostname', address: 'n' }],
    conditions: [{ type: 'Ready', status: 'True' }],
  },
};
const account = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'a' },
  secrets: [{ name: 'a' }],
  imagePullSecrets: [{ name: 'a' }],
};
const slice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'e' },
  endpoints: [{ addresses: ['1.1.1.1'] }],
  ports: [{ port: 80, name: 'a' }],
};
const endpoints = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'e' },
  subsets: [{ addresses: [{ ip: '1' }] }],
};
const template = (spec: unknown): unknown => ({ spec: { template: { spec } } });

/** At least one case for every merge key and directive that the table of patch metadata knows. */
const CASES: readonly (readonly [Loose, unknown])[] = [
  [service, { spec: { ports: [{ port: 81, targetPort: 'x' }, { port: 82 }], externalIPs: ['2'] } }],
  [service, { spec: { selector: { a: null, c: 'd' } } }],
  [service, { spec: { selector: { $patch: 'replace', c: 'd' } } }],
  [service, { spec: { ports: [{ $patch: 'replace' }, { port: 1 }] } }],
  [service, { spec: { ports: [{ port: 80, $patch: 'delete' }], '$setElementOrder/ports': [{ port: 81 }] } }],
  [deployment, { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }],
  [deployment, { spec: { strategy: { $retainKeys: ['type'], rollingUpdate: {} } } }],
  [deployment, { spec: { strategy: { type: 'Recreate', rollingUpdate: null } } }],
  [deployment, { spec: { selector: { matchExpressions: [{ key: 'b', operator: 'Exists' }] } } }],
  [
    deployment,
    {
      metadata: {
        ownerReferences: [
          { uid: '2', name: 'y' },
          { uid: '1', kind: 'K' },
        ],
      },
    },
  ],
  [deployment, { status: { conditions: [{ type: 'Available', status: 'False' }, { type: 'Progressing' }] } }],
  [deployment, template({ containers: [{ name: 'c', volumeMounts: [{ mountPath: '/b', name: 'w' }] }] })],
  [deployment, template({ containers: [{ name: 'c', volumeDevices: [{ devicePath: '/d', name: 'w' }] }] })],
  [deployment, template({ containers: [{ name: 'c', envFrom: [{ prefix: 'B' }] }] })],
  [deployment, template({ initContainers: [{ name: 'i', image: '2' }, { name: 'j' }] })],
  [deployment, template({ hostAliases: [{ ip: '1.1.1.1', hostnames: ['b'] }, { ip: '2.2.2.2' }] })],
  [deployment, template({ imagePullSecrets: [{ name: 't' }] })],
  [deployment, template({ topologySpreadConstraints: [{ topologyKey: 'k', maxSkew: 2 }] })],
  [deployment, template({ tolerations: [{ key: 'b' }] })],
  [deployment, template({ securityContext: { runAsUser: 1, none: null } })],
  [deployment, template({ $patch: 'replace', nodeName: 'n' })],
  [deployment, template({ containers: [{ image: 'without a name' }] })],
  [deployment, template({ containers: [{ name: 'new', env: [{ name: 'E', $patch: 'delete' }] }] })],
  [deployment, { spec: { replicas: null, paused: true, selector: null } }],
  [pod, { metadata: { finalizers: ['c', 'b'] } }],
  [pod, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'], '$setElementOrder/finalizers': ['b'] } }],
  [pod, { metadata: { '$setElementOrder/finalizers': ['b', 'a'] } }],
  [
    pod,
    {
      spec: {
        containers: [
          { name: 'a', env: null, $patch: 'delete' },
          { name: 'b', x: null },
        ],
      },
    },
  ],
  [node, { spec: { podCIDRs: ['2'], taints: [{ key: 'b', effect: 'NoExecute' }] } }],
  [
    node,
    {
      status: {
        addresses: [{ type: 'InternalIP', address: '1' }],
        conditions: [{ type: 'Ready', status: 'False' }],
      },
    },
  ],
  [account, { secrets: [{ name: 'b' }], imagePullSecrets: [{ name: 'b' }] }],
  [slice, { endpoints: [{ addresses: ['2.2.2.2'] }], ports: [{ port: 81 }] }],
  [endpoints, { subsets: [{ addresses: [{ ip: '2' }] }] }],
];

t.test('cases give what kubectl gives', { skip }, async (t) => {
  const queue = [...CASES];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [original, patch] = next;
      const verdict = await patchedByKubectl('strategic', [original], patch);
      const label = `${String(original['kind'])} ${JSON.stringify(patch)}`;
      if ('results' in verdict) t.same(ours(original, patch), verdict.results[0], label);
      else t.equal(`error: ${String(ours(original, patch))}`.trim(), verdict.refusal, label);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
});

t.test('random Pods and patches give what kubectl gives', { skip }, async (t) => {
  const group = fc.tuple(podPatches, fc.array(pods, { minLength: PODS_A_PATCH, maxLength: PODS_A_PATCH }));
  await fc.assert(
    fc.asyncProperty(group, async ([patch, originals]) => {
      const results = originals.map((original) => ours(original, patch));
      // Kubectl ends with the first object it can't patch: those are compared by the cases above.
      const accepted = originals.filter((_, index) => typeof results[index] !== 'string');
      if (accepted.length === 0) return;
      const verdict = await patchedByKubectl('strategic', accepted, patch);
      t.same(
        { results: results.filter((result) => typeof result !== 'string') },
        verdict,
        JSON.stringify(patch).slice(0, 100),
      );
    }),
    { numRuns: PATCHES, endOnFailure: true },
  );
});
