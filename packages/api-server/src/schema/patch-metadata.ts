import { fieldsOf } from './fields.ts';

/** How a strategic merge patch treats a field. */
export type PatchMetadata = Readonly<{
  /** `merge`: a list whose items are merged, instead of being replaced as a whole. */
  merge?: true;
  /** The field by which the items of such a list are told apart; a list of primitives has none. */
  mergeKey?: string;
  /** `retainKeys`: clients send the keys that shall stay. Takes effect by the patch alone. */
  retainKeys?: true;
}>;

const merge = (mergeKey: string): PatchMetadata => ({ merge: true, mergeKey });

/** Objects without `patchStrategy` merge field by field, lists without it are replaced. */
const NONE: PatchMetadata = {};

const SET: PatchMetadata = { merge: true };

/** The same for each of these definitions. */
const CONDITIONS: Readonly<Record<string, PatchMetadata>> = { conditions: merge('type') };

const CONTAINER: Readonly<Record<string, PatchMetadata>> = {
  env: merge('name'),
  ports: merge('containerPort'),
  volumeDevices: merge('devicePath'),
  volumeMounts: merge('mountPath'),
};

/**
 * The `patchStrategy` and `patchMergeKey` tags of the fields that have them. Source: k8s.io/api/core/v1/types.go,
 * k8s.io/api/apps/v1/types.go and apimachinery/pkg/apis/meta/v1/types.go.
 */
const TAGS: Readonly<Record<string, Readonly<Record<string, PatchMetadata>>>> = {
  V1ObjectMeta: { finalizers: SET, ownerReferences: merge('uid') },
  V1NamespaceStatus: CONDITIONS,
  V1NodeSpec: { podCIDRs: SET },
  V1NodeStatus: { ...CONDITIONS, addresses: merge('type') },
  V1PodSpec: {
    containers: merge('name'),
    ephemeralContainers: merge('name'),
    hostAliases: merge('ip'),
    imagePullSecrets: merge('name'),
    initContainers: merge('name'),
    resourceClaims: { ...merge('name'), retainKeys: true },
    schedulingGates: merge('name'),
    topologySpreadConstraints: merge('topologyKey'),
    volumes: { ...merge('name'), retainKeys: true },
  },
  V1PodStatus: {
    ...CONDITIONS,
    hostIPs: merge('ip'),
    podIPs: merge('ip'),
    resourceClaimStatuses: { ...merge('name'), retainKeys: true },
  },
  V1Container: CONTAINER,
  V1EphemeralContainer: CONTAINER,
  V1ContainerStatus: { allocatedResourcesStatus: merge('name'), volumeMounts: merge('mountPath') },
  V1ServiceSpec: { ports: merge('port') },
  V1ServiceStatus: CONDITIONS,
  V1ServiceAccount: { secrets: merge('name') },
  V1DeploymentSpec: { strategy: { retainKeys: true } },
  V1DeploymentStatus: CONDITIONS,
  V1ReplicaSetStatus: CONDITIONS,
};

/** How strategic merge patches treat a field of a definition. */
export function patchMetadataOf(definition: string, field: string): PatchMetadata {
  const tags = Object.hasOwn(TAGS, definition) ? TAGS[definition] : undefined;
  return tags !== undefined && Object.hasOwn(tags, field) ? (tags[field] ?? NONE) : NONE;
}

/** All that the table holds, as pairs of definition and field, for the tests of the table itself. */
export function patchMetadataFields(): { definition: string; field: string; exists: boolean }[] {
  return Object.entries(TAGS).flatMap(([definition, tags]) =>
    Object.keys(tags).map((field) => ({ definition, field, exists: fieldsOf(definition).has(field) })),
  );
}
