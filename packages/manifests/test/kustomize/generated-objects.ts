/** Objects of the API as people write them, with names from a few so that they meet, for comparisons with kubectl. */
import fc, { type Arbitrary } from 'fast-check';

type Json = Readonly<Record<string, unknown>>;

/** One of some values. */
export function oneOf<const T extends readonly unknown[]>(...values: T): Arbitrary<T[number]> {
  return fc.constantFrom(...values);
}

/** An object in which each field may be missing. */
export function some(fields: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<Json> {
  return fc.record(fields, { requiredKeys: [] });
}

/** An object with all of its fields, and some others. */
export function all(
  fields: Readonly<Record<string, Arbitrary<unknown>>>,
  others: Readonly<Record<string, Arbitrary<unknown>>> = {},
): Arbitrary<Json> {
  return fc.record({ ...fields, ...others }, { requiredKeys: Object.keys(fields) });
}

export const name = oneOf('app', 'app', 'db', 'cfg');
export const namespace = oneOf('default', 'lab', 'other');
export const text = oneOf(
  'a',
  'b',
  'on',
  'yes',
  '1',
  '0644',
  'true',
  'x y',
  'a:b',
  '',
  '2024-01-01',
  'z<&>',
  'ü',
  '1e3',
  'one\ntwo\n',
);
export const pairs = fc.dictionary(
  oneOf('app', 'tier', 'example.com/part', 'x'),
  oneOf('a', 'b', 'app', 'true', '1'),
  {
    maxKeys: 3,
  },
);

export const image = oneOf(
  'app',
  'app:1',
  'nginx:1.25',
  'nginx@sha256:aaaa',
  'nginx:1.25@sha256:aaaa',
  'registry.local:5000/team/web:1.0',
  'registry.local:5000/team/web',
  'registry.local:5000/nginx',
  'team/app:v1',
  'localhost:5000/app@sha256:bbbb',
);

const list = <T>(item: Arbitrary<T>, maxLength = 2): Arbitrary<T[]> => fc.array(item, { maxLength });

export const port = all(
  { containerPort: oneOf(80, 8080) },
  { protocol: oneOf('TCP', 'UDP'), name: oneOf('http', 'health'), hostPort: oneOf(81) },
);
export const variable = fc.oneof(
  all({ name: oneOf('A', 'B', 'C'), value: text }),
  all({
    name: oneOf('A', 'B', 'C'),
    valueFrom: oneOf('app', 'cfg').chain((of) =>
      oneOf({ configMapKeyRef: { name: of, key: 'k' } }, { secretKeyRef: { name: of, key: 'k' } }),
    ),
  }),
);
export const container = all(
  { name: oneOf('one', 'two', 'three') },
  {
    image,
    args: list(text),
    command: list(text),
    ports: list(port),
    env: list(variable, 3),
    envFrom: list(fc.oneof(all({ configMapRef: all({ name }) }), all({ secretRef: all({ name }) }))),
    volumeMounts: list(all({ name: oneOf('v', 'w'), mountPath: oneOf('/a', '/b') })),
    resources: some({ limits: some({ cpu: oneOf('1', 1, 0.5), memory: oneOf('1Gi') }) }),
  },
);
const terms = list(all({ labelSelector: some({ matchLabels: pairs }), topologyKey: oneOf('zone') }), 1);
export const podSpec = all(
  { containers: list(container) },
  {
    initContainers: list(container),
    serviceAccountName: name,
    hostNetwork: fc.boolean(),
    priorityClassName: name,
    imagePullSecrets: list(all({ name })),
    nodeSelector: pairs,
    volumes: list(
      fc.oneof(
        all({ name: oneOf('v', 'w'), configMap: all({ name }, { defaultMode: oneOf(420) }) }),
        all({ name: oneOf('v', 'w'), secret: all({ secretName: name }) }),
        all({ name: oneOf('v', 'w'), emptyDir: some({}) }),
        all({
          name: oneOf('v', 'w'),
          projected: all({
            sources: list(fc.oneof(all({ configMap: all({ name }) }), all({ secret: all({ name }) }))),
          }),
        }),
        all({ name: oneOf('v', 'w'), persistentVolumeClaim: all({ claimName: name }) }),
      ),
    ),
    topologySpreadConstraints: list(
      all(
        { topologyKey: oneOf('zone', 'host'), maxSkew: oneOf(1, 2) },
        {
          whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
          labelSelector: some({ matchLabels: pairs }),
        },
      ),
    ),
    affinity: some({ podAntiAffinity: some({ requiredDuringSchedulingIgnoredDuringExecution: terms }) }),
    tolerations: list(all({ key: oneOf('a', 'b') }), 1),
    hostAliases: list(all({ ip: oneOf('1.1.1.1', '2.2.2.2') }, { hostnames: list(text, 1) }), 2),
  },
);
export const template = all({ spec: podSpec }, { metadata: some({ labels: pairs, annotations: pairs }) });
const maker = some({ replicas: oneOf(1, 3), selector: some({ matchLabels: pairs }), template });

/** The rest of an object, by apiVersion and kind. */
const KINDS: Readonly<Record<string, Arbitrary<Json>>> = {
  'v1 ConfigMap': some({
    data: fc.dictionary(oneOf('k', 'a.txt', 'l'), text, { maxKeys: 3 }),
    immutable: fc.boolean(),
  }),
  'v1 Secret': some({
    data: some({ k: oneOf('YQ==') }),
    stringData: some({ s: text }),
    type: oneOf('Opaque'),
  }),
  'v1 Service': some({
    spec: some({
      selector: pairs,
      type: oneOf('ClusterIP', 'NodePort'),
      ports: list(
        all(
          { port: oneOf(80, 81) },
          { protocol: oneOf('TCP', 'UDP'), name: oneOf('http', 'dns'), targetPort: oneOf(8080, 'http') },
        ),
      ),
    }),
  }),
  'v1 ServiceAccount': some({ imagePullSecrets: list(all({ name })), secrets: list(all({ name })) }),
  'v1 Namespace': some({}),
  'v1 Pod': some({ spec: podSpec }),
  'apps/v1 Deployment': some({ spec: maker }),
  'apps/v1 ReplicaSet': some({ spec: maker }),
  'apps/v1 StatefulSet': some({ spec: maker }),
  'batch/v1 Job': some({ spec: some({ template }) }),
  'batch/v1 CronJob': some({ spec: some({ jobTemplate: some({ spec: some({ template }) }) }) }),
  'v1 PersistentVolume': some({ spec: some({ storageClassName: name }) }),
  'v1 PersistentVolumeClaim': some({ spec: some({ volumeName: name }) }),
  'rbac.authorization.k8s.io/v1 ClusterRole': some({
    rules: list(all({ verbs: list(text), resourceNames: list(name) }), 1),
  }),
  'rbac.authorization.k8s.io/v1 Role': some({}),
  'rbac.authorization.k8s.io/v1 RoleBinding': all(
    {
      roleRef: all({
        apiGroup: oneOf('rbac.authorization.k8s.io'),
        kind: oneOf('Role', 'ClusterRole'),
        name,
      }),
    },
    {
      subjects: list(
        all({ kind: oneOf('ServiceAccount', 'User'), name: oneOf('app', 'default') }, { namespace }),
      ),
    },
  ),
  'networking.k8s.io/v1 NetworkPolicy': some({ spec: some({ podSelector: some({ matchLabels: pairs }) }) }),
  'autoscaling/v1 HorizontalPodAutoscaler': some({
    spec: some({ scaleTargetRef: all({ kind: oneOf('Deployment', 'StatefulSet'), name }) }),
  }),
  'apiextensions.k8s.io/v1 CustomResourceDefinition': some({
    spec: some({
      group: oneOf('example.com'),
      names: all({ kind: oneOf('Widget') }),
      scope: oneOf('Namespaced'),
    }),
  }),
  'example.com/v1 Widget': some({
    spec: some({ items: list(all({ name }), 2), containers: list(container, 1), on: text }),
  }),
};

/** What an object is besides its identity, for a kind of its own. */
export const rest = (key: string): Arbitrary<Json> => KINDS[key] ?? some({});

/** The kinds of objects, the ones of a laboratory more often. */
export const kindKey = fc.oneof(
  {
    weight: 3,
    arbitrary: oneOf('apps/v1 Deployment', 'v1 Pod', 'v1 Service', 'v1 ConfigMap', 'v1 ServiceAccount'),
  },
  { weight: 2, arbitrary: oneOf(...Object.keys(KINDS)) },
);

/** An object with an identity. */
export const object: Arbitrary<Json> = kindKey.chain((key) => {
  const [apiVersion = '', kind = ''] = key.split(' ');
  const identity = all({ name }, { namespace, labels: pairs, annotations: pairs });
  return fc
    .tuple(identity, rest(key))
    .map(([metadata, fields]) => Object.assign({ apiVersion, kind, metadata }, fields));
});
