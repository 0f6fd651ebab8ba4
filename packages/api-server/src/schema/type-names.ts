import { isDefinition } from './fields.ts';

/** A kind with its group and version, as extensions of OpenAPI write it. */
export type GroupVersionKind = Readonly<{ group: string; version: string; kind: string }>;

const META = new Set(
  `Condition DeleteOptions LabelSelector LabelSelectorRequirement ListMeta ManagedFieldsEntry ObjectMeta OwnerReference
  Preconditions ShardInfo Status StatusCause StatusDetails`.split(/\s+/),
);

/** The types outside of the core group, by package. */
const PACKAGES: readonly (readonly [string, RegExp])[] = [
  ['apps', /^(Deployment|ReplicaSet|RollingUpdateDeployment)/],
  [
    'discovery',
    /^(Endpoint|EndpointConditions|EndpointHints|EndpointSlice|EndpointSliceList|ForNode|ForZone)$/,
  ],
  ['autoscaling', /^Scale(Spec|Status)?$/],
  ['policy', /^Eviction$/],
];

const GROUPS: Readonly<Record<string, string>> = {
  core: '',
  apps: 'apps',
  discovery: 'discovery.k8s.io',
  autoscaling: 'autoscaling',
  policy: 'policy',
  meta: '',
};

/** What a definition is called in Go: `V1PodSpec` and `CoreV1Event` are PodSpec and Event. */
export function goNameOf(definition: string): string {
  return definition.replace(/^(Core|Discovery)?V\d+/, '');
}

function packageOf(definition: string): string {
  if (definition.startsWith('Discovery')) return 'discovery';
  const name = goNameOf(definition);
  if (META.has(name)) return 'meta';
  return PACKAGES.find(([, names]) => names.test(name))?.[0] ?? 'core';
}

/** The name of a definition in OpenAPI: `io.k8s.api.core.v1.PodSpec`. */
export function openApiNameOf(definition: string): string {
  const name = packageOf(definition);
  const path = name === 'meta' ? 'apimachinery.pkg.apis.meta' : `api.${name}`;
  return `io.k8s.${path}.v1.${goNameOf(definition)}`;
}

/** The name of the package that holds the internal form of a kind, which messages show: `core`, `apps`. */
export function internalPackageOf(definition: string): string {
  return packageOf(definition);
}

/** The definitions that are objects of their own, by `group/version` and kind. */
const TOP_LEVEL = new Map<string, string>(
  'V1Namespace V1Node V1Pod V1Service V1Endpoints V1EndpointSlice CoreV1Event V1ConfigMap V1ServiceAccount V1Deployment V1ReplicaSet'
    .split(' ')
    .flatMap((definition) => [definition, `${definition}List`])
    .concat('V1Scale', 'V1Eviction', 'V1Status')
    .map((definition) => {
      const group = GROUPS[packageOf(definition)] ?? '';
      return [`${group === '' ? 'v1' : `${group}/v1`} ${goNameOf(definition)}`, definition];
    }),
);

/**
 * The definition of a kind: `V1Deployment` for `apps/v1` and `Deployment`; undefined where it is not known here.
 * DeleteOptions are the same in every group. Source: apimachinery/pkg/apis/meta/v1/register.go (AddToGroupVersion).
 */
export function definitionFor(apiVersion: string, kind: string): string | undefined {
  if (kind === 'DeleteOptions') return 'V1DeleteOptions';
  return TOP_LEVEL.get(`${apiVersion} ${kind}`);
}

/** Group, version and kind of a definition that is an object of its own. */
export function kindOfDefinition(definition: string): GroupVersionKind | undefined {
  const group = GROUPS[packageOf(definition)] ?? '';
  const kind = goNameOf(definition);
  const found = definitionFor(group === '' ? 'v1' : `${group}/v1`, kind);
  return found === definition && isDefinition(definition) ? { group, version: 'v1', kind } : undefined;
}
