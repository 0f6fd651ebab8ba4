import { own as ownValue } from '@pod-contagion/notations';
import type { ConfigMap, Container, EphemeralContainer, Pod } from '@pod-contagion/api-server/objects';
import { ContainerConfigError } from './config-error.ts';
import { createArgumentCount, expand } from './expansion.ts';
import { fieldRefValue, type PodPlace } from './field-ref.ts';
import { resourceFieldValue, type Amounts } from './resource-field-ref.ts';

/** Where a container's variables come from, besides its spec. */
export type EnvironmentSources = Readonly<{
  pod: Pod;
  place: PodPlace;
  /** Of the image; all others win over them. */
  image: Readonly<Record<string, string>>;
  /** Of the Services, `PODDER_SERVICE_HOST` and so on. */
  services: ReadonlyMap<string, string>;
  findConfigMap: (name: string) => ConfigMap | undefined;
  /** What the node has for pods, for limits that are not set. */
  allocatable: Amounts;
}>;

type EnvVar = NonNullable<Container['env']>[number];
type Source = NonNullable<EnvVar['valueFrom']>;

/**
 * The variables of a container: those of the image, then HOSTNAME, then of the Services, `envFrom` and `env`, later ones winning.
 * `$(NAME)` in a value is replaced by a variable of `env` or `envFrom` before it, or one of a Service.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`makeEnvironmentVariables`).
 * @throws {ContainerConfigError} for a reference to what is not there and not optional, and for more than a process can be given.
 */
export function makeEnvironment(
  container: Container | EphemeralContainer,
  sources: EnvironmentSources,
): Map<string, string> {
  const { pod, services, image } = sources;
  const own = new Map<string, string>();
  const count = createArgumentCount();
  for (const source of container.envFrom ?? []) addAll(own, source, sources, count);
  for (const variable of container.env ?? []) {
    const value = valueOf(variable, container, own, sources);
    if (value === undefined) continue;
    count(`${variable.name}=${value}`);
    own.set(variable.name, value);
  }
  const hostname = pod.spec?.hostname ?? pod.metadata.name ?? '';
  return new Map([...Object.entries(image), ['HOSTNAME', hostname], ...services, ...own]);
}

function addAll(
  own: Map<string, string>,
  { configMapRef, secretRef, prefix = '' }: NonNullable<Container['envFrom']>[number],
  { findConfigMap }: EnvironmentSources,
  count: (text: string) => void,
): void {
  if (configMapRef !== undefined) {
    const { name = '', optional } = configMapRef;
    const map = findConfigMap(name);
    if (map === undefined && optional !== true) throw missing('configmap', name);
    for (const [key, value] of Object.entries(map?.data ?? {})) {
      count(`${prefix}${key}=${value}`);
      own.set(`${prefix}${key}`, value);
    }
  }
  // There are no Secrets here: whoever needs one is told that it is missing.
  if (secretRef !== undefined && secretRef.optional !== true) throw missing('secret', secretRef.name ?? '');
}

function valueOf(
  { value, valueFrom }: EnvVar,
  container: Container | EphemeralContainer,
  own: ReadonlyMap<string, string>,
  sources: EnvironmentSources,
): string | undefined {
  if (value !== undefined && value !== '') {
    return expand(value, (name) => own.get(name) ?? sources.services.get(name));
  }
  return valueFrom === undefined ? '' : referredValue(valueFrom, container, sources);
}

/** The value a reference stands for; undefined where it is optional and not there. */
function referredValue(
  { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef }: Source,
  container: Container | EphemeralContainer,
  { pod, place, findConfigMap, allocatable }: EnvironmentSources,
): string | undefined {
  if (fieldRef !== undefined) return fieldRefValue(pod, fieldRef.fieldPath, place);
  if (resourceFieldRef !== undefined) {
    const { resource, divisor, containerName = '' } = resourceFieldRef;
    const of = containerName === '' ? container : containerNamed(pod, containerName);
    return resourceFieldValue(of, resource, divisor, allocatable);
  }
  if (configMapKeyRef !== undefined) {
    const { name = '', key, optional = false } = configMapKeyRef;
    const map = findConfigMap(name);
    if (map === undefined && !optional) throw missing('configmap', name);
    const value = ownValue(map?.data, key);
    if (value === undefined && !optional) {
      throw new ContainerConfigError(
        `couldn't find key ${key} in ConfigMap ${pod.metadata.namespace}/${name}`,
      );
    }
    return value;
  }
  if (secretKeyRef !== undefined) {
    if (secretKeyRef.optional === true) return undefined;
    throw missing('secret', secretKeyRef.name ?? '');
  }
  throw new ContainerConfigError('expected valueFrom to be a reference that is known here');
}

function containerNamed({ spec }: Pod, name: string): Container {
  const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const container = all.find((candidate) => candidate.name === name);
  if (container === undefined) throw new ContainerConfigError(`container ${name} not found`);
  return container;
}

function missing(what: 'configmap' | 'secret', name: string): ContainerConfigError {
  return new ContainerConfigError(`${what} ${JSON.stringify(name)} not found`);
}
