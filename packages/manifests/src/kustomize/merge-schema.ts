import type { KubeObject } from '../reading/objects.ts';
import { groupOf } from './resource.ts';

/** How merge patches treat a value: the fields they treat in a way of their own, or how a list is merged. */
export type MergeSchema = Readonly<{
  fields?: Readonly<Record<string, MergeSchema>>;
  /** What tells the items of a list apart; nothing for texts. Lists without this are replaced. */
  keys?: readonly string[];
  items?: MergeSchema;
}>;

const byName: MergeSchema = { keys: ['name'] };
const byType: MergeSchema = { keys: ['type'] };

const CONTAINERS: MergeSchema = {
  keys: ['name'],
  items: {
    fields: {
      env: byName,
      ports: { keys: ['containerPort', 'protocol'] },
      volumeDevices: { keys: ['devicePath'] },
      volumeMounts: { keys: ['mountPath'] },
    },
  },
};

const POD_SPEC: MergeSchema = {
  fields: {
    containers: CONTAINERS,
    ephemeralContainers: CONTAINERS,
    hostAliases: { keys: ['ip'] },
    imagePullSecrets: byName,
    initContainers: CONTAINERS,
    topologySpreadConstraints: { keys: ['topologyKey', 'whenUnsatisfiable'] },
    volumes: byName,
  },
};

const METADATA: MergeSchema = { fields: { finalizers: { keys: [] }, ownerReferences: { keys: ['uid'] } } };
const POD: MergeSchema = { fields: { metadata: METADATA, spec: POD_SPEC } };
const MAKER: MergeSchema = { fields: { template: POD } };

/** The `x-kubernetes-patch-strategy: merge` of Kubernetes 1.21, which kustomize brings along, by group and kind. */
const KINDS: Readonly<Record<string, MergeSchema>> = {
  ' ConfigMap': {},
  ' Endpoints': {},
  ' Namespace': {},
  ' Node': { fields: { podCIDRs: { keys: [] } } },
  ' Pod': POD_SPEC,
  ' Secret': {},
  ' Service': { fields: { ports: { keys: ['port', 'protocol'] } } },
  ' ServiceAccount': {},
  ' ReplicationController': MAKER,
  'apps DaemonSet': MAKER,
  'apps Deployment': MAKER,
  'apps ReplicaSet': MAKER,
  'apps StatefulSet': MAKER,
  'batch CronJob': { fields: { jobTemplate: { fields: { metadata: METADATA, spec: MAKER } } } },
  'batch Job': MAKER,
  'discovery.k8s.io EndpointSlice': {},
};

/** What a list may be to a schema that isn't known: merged or replaced. */
export const UNKNOWN: MergeSchema = {};

/** How merge patches treat an object; undefined for a kind that isn't Kubernetes' own, whose lists are replaced. */
export function schemaOf({ apiVersion, kind }: KubeObject): MergeSchema | undefined {
  const group = groupOf(apiVersion);
  const key = `${group} ${kind}`;
  if (Object.hasOwn(KINDS, key)) {
    const spec = KINDS[key] ?? {};
    const secrets = kind === 'ServiceAccount' ? { secrets: byName } : {};
    return { fields: { metadata: METADATA, spec, status: { fields: { conditions: byType } }, ...secrets } };
  }
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
  return isBuiltIn ? UNKNOWN : undefined;
}

/** How merge patches treat a field of what they treat so. */
export function fieldSchema(schema: MergeSchema | undefined, name: string): MergeSchema | undefined {
  if (schema === UNKNOWN) return UNKNOWN;
  return schema?.fields !== undefined && Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
}
