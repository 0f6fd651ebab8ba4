import type { FieldSpec } from './fields.ts';

/** Objects that others name, and where these do. */
export type Reference = Readonly<{
  kind: string;
  group?: string;
  version?: string;
  referrers: readonly FieldSpec[];
}>;

/** Where the spec of its pods is in each kind that has one; ReplicaSets and PodTemplates are not in all lines below. */
const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: 'spec',
  StatefulSet: 'spec/template/spec',
  Deployment: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
  Job: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
};
const ALSO_REPLICA_SETS = { ...POD_SPECS, PodTemplate: 'template/spec', ReplicaSet: 'spec/template/spec' };
const ALSO_CONTROLLERS = { ...POD_SPECS, ReplicationController: 'spec/template/spec' };

function inPods(specs: Readonly<Record<string, string>>, ...paths: readonly string[]): readonly FieldSpec[] {
  return Object.entries(specs).flatMap(([kind, spec]) =>
    paths.map((path) => ({ kind, path: `${spec}/${path}` })),
  );
}

function inContainers(...paths: readonly string[]): readonly string[] {
  return ['containers', 'initContainers'].flatMap((list) => paths.map((path) => `${list}/${path}`));
}

function of(kinds: string, ...paths: readonly string[]): readonly FieldSpec[] {
  return kinds.split(' ').flatMap((kind) => paths.map((path) => ({ kind, path })));
}

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const SCALED: readonly FieldSpec[] = of('HorizontalPodAutoscaler', 'spec/scaleTargetRef/name');
const nginx = (name: string): string => `metadata/annotations/nginx.ingress.kubernetes.io\\/${name}`;

/** Which objects name which others by fields of theirs. Source: kustomize's builtinpluginconsts/namereference.go. */
export const REFERENCES: readonly Reference[] = [
  ...['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'].map((kind) => ({
    kind,
    referrers: SCALED,
  })),
  {
    kind: 'ConfigMap',
    version: 'v1',
    referrers: [
      ...inPods(
        ALSO_REPLICA_SETS,
        'volumes/configMap/name',
        'volumes/projected/sources/configMap/name',
        ...inContainers('env/valueFrom/configMapKeyRef/name', 'envFrom/configMapRef/name'),
      ),
      ...of('Node', 'spec/configSource/configMap'),
      ...of('Role ClusterRole', 'rules/resourceNames'),
      ...of('Ingress', nginx('fastcgi-params-configmap')),
    ],
  },
  {
    kind: 'Secret',
    version: 'v1',
    referrers: [
      ...inPods(
        ALSO_REPLICA_SETS,
        'volumes/secret/secretName',
        'volumes/projected/sources/secret/name',
        'imagePullSecrets/name',
        ...inContainers('env/valueFrom/secretKeyRef/name', 'envFrom/secretRef/name'),
      ),
      ...of('Ingress', 'spec/tls/secretName', 'metadata/annotations/ingress.kubernetes.io\\/auth-secret'),
      ...of('Ingress', nginx('auth-secret'), nginx('auth-tls-secret')),
      ...of('ServiceAccount', 'imagePullSecrets/name'),
      ...of(
        'StorageClass',
        'parameters/secretName',
        'parameters/adminSecretName',
        'parameters/userSecretName',
      ),
      ...of('StorageClass', 'parameters/secretRef'),
      ...of('Role ClusterRole', 'rules/resourceNames'),
      ...of('PersistentVolume', 'spec/azureFile/secretName'),
      {
        path: 'spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
        kind: 'Service',
        group: 'serving.knative.dev',
        version: 'v1',
      },
    ],
  },
  {
    kind: 'Service',
    version: 'v1',
    referrers: [
      { path: 'spec/serviceName', kind: 'StatefulSet', group: 'apps' },
      ...of('Ingress', 'spec/rules/http/paths/backend/serviceName', 'spec/backend/serviceName'),
      ...of('Ingress', 'spec/rules/http/paths/backend/service/name', 'spec/defaultBackend/service/name'),
      { path: 'spec/service/name', kind: 'APIService', group: 'apiregistration.k8s.io' },
      { path: 'webhooks/clientConfig/service', kind: 'ValidatingWebhookConfiguration', group: ADMISSION },
      { path: 'webhooks/clientConfig/service', kind: 'MutatingWebhookConfiguration', group: ADMISSION },
    ],
  },
  { kind: 'Role', group: RBAC, referrers: [{ path: 'roleRef/name', kind: 'RoleBinding', group: RBAC }] },
  {
    kind: 'ClusterRole',
    group: RBAC,
    referrers: [
      { path: 'roleRef/name', kind: 'RoleBinding', group: RBAC },
      { path: 'roleRef/name', kind: 'ClusterRoleBinding', group: RBAC },
    ],
  },
  {
    kind: 'ServiceAccount',
    version: 'v1',
    referrers: [
      { path: 'subjects', kind: 'RoleBinding', group: RBAC },
      { path: 'subjects', kind: 'ClusterRoleBinding', group: RBAC },
      ...inPods(ALSO_CONTROLLERS, 'serviceAccountName'),
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    version: 'v1',
    referrers: inPods(ALSO_CONTROLLERS, 'volumes/persistentVolumeClaim/claimName'),
  },
  {
    kind: 'PersistentVolume',
    version: 'v1',
    referrers: [
      ...of('PersistentVolumeClaim', 'spec/volumeName'),
      ...of('ClusterRole', 'rules/resourceNames'),
    ],
  },
  {
    kind: 'StorageClass',
    version: 'v1',
    group: 'storage.k8s.io',
    referrers: [
      ...of('PersistentVolume PersistentVolumeClaim', 'spec/storageClassName'),
      ...of('StatefulSet', 'spec/volumeClaimTemplates/spec/storageClassName'),
    ],
  },
  {
    kind: 'PriorityClass',
    version: 'v1',
    group: 'scheduling.k8s.io',
    referrers: inPods(ALSO_CONTROLLERS, 'priorityClassName'),
  },
  {
    kind: 'ValidatingAdmissionPolicy',
    group: ADMISSION,
    referrers: [{ path: 'spec/policyName', kind: 'ValidatingAdmissionPolicyBinding', group: ADMISSION }],
  },
];
