import { duplicate, forbidden, type FieldError } from '../../machinery/field-error.ts';
import type { Pod, PodSpec } from '../../machinery/objects.ts';
import { differences, sameJson } from '../../machinery/json.ts';
import { validateContainer, validateImageBlanks } from './containers.ts';
import { notFound } from './volumes.ts';

/** What an ephemeral container may not have. */
const NOT_ALLOWED = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

const NOT_ALLOWED_MESSAGE = 'cannot be set for an Ephemeral Container';

/** A pod that a kubelet made by itself carries this. */
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** What is wrong with ephemeral containers. Source: pkg/apis/core/validation/validation.go, as all here. */
export function validateEphemeralContainers(spec: PodSpec, field: string): FieldError[] {
  const ephemeral = spec.ephemeralContainers ?? [];
  const others = new Set(
    [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name),
  );
  const names = new Set(others);
  const errors: FieldError[] = [];
  for (const [index, container] of ephemeral.entries()) {
    const path = `${field}[${index}]`;
    errors.push(...validateContainer(container, spec, path));
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    names.add(container.name);
    const target = container.targetContainerName;
    if (target && !others.has(target)) errors.push(notFound(`${path}.targetContainerName`, target));
    const given = container as unknown as Readonly<Record<string, unknown>>;
    for (const name of NOT_ALLOWED) {
      if (!sameJson(given[name], undefined)) errors.push(forbidden(`${path}.${name}`, NOT_ALLOWED_MESSAGE));
    }
    for (const [at, mount] of (container.volumeMounts ?? []).entries()) {
      for (const name of ['subPath', 'subPathExpr'] as const) {
        if (mount[name]) errors.push(forbidden(`${path}.volumeMounts[${at}].${name}`, NOT_ALLOWED_MESSAGE));
      }
    }
  }
  return [...errors, ...validateImageBlanks(ephemeral, field)];
}

/**
 * What is wrong with a change by the subresource `ephemeralcontainers`: it adds containers, and does nothing else. The
 * pod has been validated as such.
 *
 * Source: pkg/apis/core/validation/validation.go (`ValidatePodEphemeralContainersUpdate`).
 */
export function validateEphemeralContainersUpdate(pod: Pod, old: Pod): FieldError[] {
  if (old.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) {
    return [forbidden('', 'static pods do not support ephemeral containers')];
  }
  const field = 'spec.ephemeralContainers';
  const now = new Map((pod.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]));
  return (old.spec?.ephemeralContainers ?? []).flatMap((before) => {
    const after = now.get(before.name);
    const subject = `existing ephemeral containers ${JSON.stringify(before.name)}`;
    if (after === undefined) return [forbidden(field, `${subject} may not be removed\n`)];
    if (sameJson(before, after)) return [];
    return [forbidden(field, `${subject} may not be changed\n${differences(before, after)}`)];
  });
}
