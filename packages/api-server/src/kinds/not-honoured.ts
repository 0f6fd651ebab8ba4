import { isRecord } from '@pod-contagion/notations';

/** A field that is stored and not acted on here; `unless` says for which values, in which spec, nothing is lost by that. */
type Ignored = Readonly<{ path: string; unless?: (value: unknown, spec: unknown) => boolean }>;

const never = (): boolean => false;

/** Fields of all containers; each counts in containers and initContainers alike. */
const OF_CONTAINER: readonly Ignored[] = [
  { path: 'env[].valueFrom.fileKeyRef' },
  { path: 'livenessProbe.grpc' },
  { path: 'readinessProbe.grpc' },
  { path: 'startupProbe.grpc' },
  { path: 'ports[].hostPort' },
  { path: 'ports[].hostIP' },
  { path: 'resizePolicy' },
  { path: 'resources.claims' },
  { path: 'resources.limits' },
  { path: 'securityContext' },
  { path: 'volumeDevices' },
  { path: 'volumeMounts', unless: (mounts, spec) => areOfEmptyDirs(mounts, spec) },
  { path: 'volumeMounts[].mountPropagation', unless: (value) => value === 'None' },
  { path: 'volumeMounts[].readOnly' },
];

const OF_POD: readonly Ignored[] = [
  ...OF_CONTAINER.map(({ path, unless = never }) => ({ path: `containers[].${path}`, unless })),
  ...OF_CONTAINER.map(({ path, unless = never }) => ({ path: `initContainers[].${path}`, unless })),
  { path: 'affinity.podAffinity' },
  { path: 'affinity.podAntiAffinity' },
  { path: 'dnsConfig' },
  { path: 'dnsPolicy', unless: (value) => value === 'ClusterFirst' || value === 'Default' },
  { path: 'hostAliases' },
  { path: 'hostIPC' },
  { path: 'hostNetwork' },
  { path: 'hostPID' },
  { path: 'hostUsers' },
  { path: 'hostnameOverride' },
  { path: 'imagePullSecrets' },
  { path: 'os', unless: (value) => (value as { name?: unknown }).name === 'linux' },
  { path: 'overhead' },
  { path: 'resourceClaims' },
  { path: 'resources' },
  { path: 'runtimeClassName' },
  { path: 'schedulingGroup' },
  { path: 'securityContext' },
  { path: 'setHostnameAsFQDN' },
  { path: 'shareProcessNamespace' },
  { path: 'subdomain' },
  { path: 'topologySpreadConstraints' },
  { path: 'volumes', unless: (volumes) => Array.isArray(volumes) && volumes.every(isEmptyDir) },
  { path: 'volumes[].emptyDir.medium' },
];

const OF_SERVICE: readonly Ignored[] = [
  { path: 'externalIPs' },
  { path: 'externalName' },
  { path: 'loadBalancerClass' },
  { path: 'loadBalancerIP' },
  { path: 'loadBalancerSourceRanges' },
  { path: 'ports[].protocol', unless: (value) => value === 'TCP' },
  { path: 'trafficDistribution' },
];

/** The tables of fields that are stored but not acted on, by what has them. To honour a field, strike it here. */
const TABLES: Readonly<Record<'pod' | 'service', readonly Ignored[]>> = { pod: OF_POD, service: OF_SERVICE };

/**
 * The paths of fields given that are stored but not acted on: `spec.containers[].resources.limits`. To be asked
 * before defaults are filled in: a default is not what a user gave. `prefix` is the path of `spec`.
 */
export function fieldsNotHonoured(spec: unknown, table: 'pod' | 'service', prefix: string): string[] {
  return TABLES[table]
    .filter(({ path, unless = never }) => isGiven(spec, path.split('.'), (value) => unless(value, spec)))
    .map(({ path }) => `${prefix}.${path}`);
}

function isGiven(value: unknown, path: readonly string[], unless: (value: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [step = '', ...rest] = path;
  const isList = step.endsWith('[]');
  const member = (value as Readonly<Record<string, unknown>>)[isList ? step.slice(0, -2) : step];
  if (isList) return Array.isArray(member) && member.some((item) => isGiven(item, rest, unless));
  return rest.length > 0 ? isGiven(member, rest, unless) : !isEmpty(member) && !unless(member);
}

/** Says whether a volume is one of the only sort there is here; one that names no sort is of it. */
function isEmptyDir(volume: unknown): boolean {
  if (!isRecord(volume)) return false;
  return Object.entries(volume).every(([key, value]) => key === 'name' || key === 'emptyDir' || !value);
}

function areOfEmptyDirs(mounts: unknown, spec: unknown): boolean {
  const volumes = isRecord(spec) && Array.isArray(spec['volumes']) ? spec['volumes'] : [];
  const others = new Set(volumes.filter((volume) => !isEmptyDir(volume)).map(({ name }) => name));
  return Array.isArray(mounts) && !mounts.some((mount) => isRecord(mount) && others.has(mount['name']));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
