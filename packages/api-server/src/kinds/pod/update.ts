import { forbidden, invalid, type FieldError } from '../../machinery/field-error.ts';
import { rangeMessage } from '../../machinery/names.ts';
import type { Container, Pod, PodSpec } from '../../machinery/objects.ts';
import { differences, sameJson } from '../../machinery/json.ts';

const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

type Toleration = NonNullable<PodSpec['tolerations']>[number];

const MAX_INT32 = 2_147_483_647;

/**
 * What may not have been changed in a pod, other than by a subresource.
 *
 * Source: pkg/apis/core/validation/validation.go (`ValidatePodUpdate`).
 */
export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
  const { spec } = pod;
  const before = old.spec;
  if (spec === undefined || before === undefined) return [];
  for (const list of ['containers', 'initContainers'] as const) {
    if ((spec[list] ?? []).length !== (before[list] ?? []).length) {
      return [forbidden(`spec.${list}`, 'pod updates may not add or remove containers')];
    }
  }
  const errors = [
    ...validateDeadlineUpdate(spec.activeDeadlineSeconds, before.activeDeadlineSeconds),
    ...validateTolerationsUpdate(spec, before),
    ...validateGatesUpdate(spec, before),
  ];
  const comparable = withChangeableOf(spec, before);
  if (!sameJson(comparable, before)) {
    const message = `pod updates may not change fields other than ${CHANGEABLE.join(',')}\n${differences(before, comparable)}`;
    errors.push(forbidden('spec', message));
  }
  return errors;
}

/** The spec with what may change set back to what it was. */
function withChangeableOf(spec: PodSpec, before: PodSpec): PodSpec {
  const wasNegative = (before.terminationGracePeriodSeconds ?? 0) < 0;
  const grace = spec.terminationGracePeriodSeconds;
  return {
    ...spec,
    containers: withImagesOf(spec.containers, before.containers) ?? [],
    initContainers: withImagesOf(spec.initContainers, before.initContainers),
    activeDeadlineSeconds: before.activeDeadlineSeconds,
    tolerations: before.tolerations,
    schedulingGates: before.schedulingGates,
    terminationGracePeriodSeconds: wasNegative && grace === 1 ? before.terminationGracePeriodSeconds : grace,
  };
}

function withImagesOf(
  containers: readonly Container[] | undefined,
  before: readonly Container[] | undefined,
): Container[] | undefined {
  return containers?.map((container, index) => ({ ...container, image: before?.[index]?.image }));
}

function validateDeadlineUpdate(seconds: number | undefined, before: number | undefined): FieldError[] {
  const field = 'spec.activeDeadlineSeconds';
  if (typeof seconds !== 'number') {
    if (typeof before !== 'number') return [];
    return [invalid(field, null, 'must not update from a positive integer to nil value')];
  }
  if (seconds < 0 || seconds > MAX_INT32) return [invalid(field, seconds, rangeMessage(0, MAX_INT32))];
  if (typeof before === 'number' && before < seconds) {
    return [invalid(field, seconds, 'must be less than or equal to previous value')];
  }
  return [];
}

function validateTolerationsUpdate(spec: PodSpec, before: PodSpec): FieldError[] {
  const textOf = ({ key = '', operator = '', value = '', effect = '' }: Toleration): string =>
    JSON.stringify([key, operator, value, effect]);
  const known = new Set((spec.tolerations ?? []).map((item) => textOf(item)));
  const isKept = (before.tolerations ?? []).every((item) => known.has(textOf(item)));
  const message = 'existing toleration can not be modified except its tolerationSeconds';
  return isKept ? [] : [forbidden('spec.tolerations', message)];
}

function validateGatesUpdate(spec: PodSpec, before: PodSpec): FieldError[] {
  const known = new Set((before.schedulingGates ?? []).map(({ name }) => name));
  return (spec.schedulingGates ?? []).flatMap(({ name }, index) =>
    known.has(name)
      ? []
      : [
          forbidden(
            `spec.schedulingGates[${index}].name`,
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}
