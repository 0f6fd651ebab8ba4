import { isIP } from 'node:net';
import { forbidden, invalid, notSupported, type FieldError } from '../../machinery/field-error.ts';
import {
  dnsLabelProblems,
  dnsSubdomainProblems,
  labelValueProblems,
  NO_IP_MESSAGE,
  qualifiedNameProblems,
  rangeMessage,
} from '../../machinery/names.ts';
import type { PodSpec } from '../../machinery/objects.ts';
import { validateLabels } from '../../machinery/labels.ts';
import { validateChoice, validateContainers, validateIds, validateInitContainers } from './containers.ts';
import { validateEphemeralContainers } from './ephemeral.ts';
import { validateNodeAffinity } from './node-affinity.ts';
import { validateVolumes } from './volumes.ts';

/** The policies of restart of a pod. */
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'] as const;
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'] as const;
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'] as const;
const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

/** The greatest number of an int32, which seconds are held in. */
const MAX_INT32 = 2_147_483_647;

/**
 * What is wrong with the spec of a pod or of a template; `field` is its path. Affinity between pods, DNS settings and
 * topology constraints are not looked at: nothing here acts on them.
 *
 * Source: pkg/apis/core/validation/validation.go (`ValidatePodSpec`), as all here.
 */
export function validatePodSpec(spec: PodSpec, field: string): FieldError[] {
  return [
    ...validateVolumes(spec.volumes, `${field}.volumes`),
    ...validateContainers(spec, `${field}.containers`),
    ...validateInitContainers(spec, `${field}.initContainers`),
    ...validateEphemeralContainers(spec, `${field}.ephemeralContainers`),
    ...validateHostNetworkPorts(spec, field),
    ...validateChoice(spec.restartPolicy, RESTART_POLICIES, `${field}.restartPolicy`),
    ...validateChoice(spec.dnsPolicy, DNS_POLICIES, `${field}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...validateIds(spec.securityContext ?? {}, `${field}.securityContext`),
    ...validateNodeAffinity(spec.affinity?.nodeAffinity, `${field}.affinity.nodeAffinity`),
    ...validateGates(spec, field),
    ...validateNames(spec, field),
    ...validateDeadline(spec.activeDeadlineSeconds, `${field}.activeDeadlineSeconds`),
    ...validateTolerations(spec.tolerations, `${field}.tolerations`),
    ...validateHostAliases(spec.hostAliases, `${field}.hostAliases`),
    ...(spec.preemptionPolicy
      ? validateChoice(spec.preemptionPolicy, PREEMPTION_POLICIES, `${field}.preemptionPolicy`)
      : []),
  ];
}

const NAMES = [
  ['serviceAccountName', dnsSubdomainProblems],
  ['nodeName', dnsSubdomainProblems],
  ['hostname', dnsLabelProblems],
  ['subdomain', dnsLabelProblems],
  ['priorityClassName', dnsSubdomainProblems],
  ['runtimeClassName', dnsSubdomainProblems],
] as const;

function validateNames(spec: PodSpec, field: string): FieldError[] {
  return NAMES.flatMap(([name, problemsOf]) => {
    const value = spec[name];
    return value ? problemsOf(value).map((problem) => invalid(`${field}.${name}`, value, problem)) : [];
  });
}

function validateHostNetworkPorts(spec: PodSpec, field: string): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  return (spec.containers ?? []).flatMap((container, at) =>
    (container.ports ?? []).flatMap((port, index) =>
      port.hostPort === port.containerPort
        ? []
        : [
            invalid(
              `${field}.containers[${at}].ports[${index}].hostPort`,
              port.hostPort ?? 0,
              'must match `containerPort` when `hostNetwork` is true',
            ),
          ],
    ),
  );
}

function validateGates(spec: PodSpec, field: string): FieldError[] {
  return [
    ...(spec.readinessGates ?? []).flatMap(({ conditionType }, index) =>
      qualifiedNameProblems(conditionType ?? '').map((problem) =>
        invalid(`${field}.readinessGates[${index}].conditionType`, conditionType ?? '', problem),
      ),
    ),
    ...(spec.schedulingGates ?? []).flatMap(({ name }, index) =>
      qualifiedNameProblems(name ?? '').map((problem) =>
        invalid(`${field}.schedulingGates[${index}]`, name ?? '', problem),
      ),
    ),
  ];
}

function validateHostAliases(aliases: PodSpec['hostAliases'], field: string): FieldError[] {
  return (aliases ?? []).flatMap(({ ip, hostnames = [] }, index) => {
    const ofNames = hostnames.flatMap((name, at) =>
      dnsSubdomainProblems(name).map((problem) =>
        invalid(`${field}[${index}].hostnames[${at}]`, name, problem),
      ),
    );
    return isIP(ip ?? '') === 0
      ? [invalid(`${field}[${index}].ip`, ip ?? '', NO_IP_MESSAGE)].concat(ofNames)
      : ofNames;
  });
}

function validateDeadline(seconds: number | undefined, field: string): FieldError[] {
  if (typeof seconds !== 'number' || (seconds >= 1 && seconds <= MAX_INT32)) return [];
  return [invalid(field, seconds, rangeMessage(1, MAX_INT32))];
}

/** What is wrong with tolerations. */
export function validateTolerations(tolerations: PodSpec['tolerations'], field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, toleration] of (tolerations ?? []).entries()) {
    const path = `${field}[${index}]`;
    const { key = '', operator = '', value = '', effect = '' } = toleration;
    for (const problem of key === '' ? [] : qualifiedNameProblems(key)) {
      errors.push(invalid(`${path}.key`, key, problem));
    }
    if (key === '' && operator !== 'Exists') {
      const message =
        'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalid(`${path}.operator`, operator, message));
    }
    if (typeof toleration.tolerationSeconds === 'number' && effect !== 'NoExecute') {
      errors.push(
        invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"),
      );
    }
    if (operator === '' || operator === 'Equal') {
      const problems = labelValueProblems(value);
      if (problems.length > 0) errors.push(invalid(`${path}.operator`, value, problems.join(';')));
    } else if (operator !== 'Exists') {
      errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']));
    } else if (value !== '') {
      errors.push(invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
    }
    if (effect !== '') errors.push(...validateChoice(effect, TAINT_EFFECTS, `${path}.effect`));
  }
  return errors;
}

/** What is wrong with the taints of a node. */
export function validateTaints(
  taints: readonly { key: string; value?: string | undefined; effect: string }[] | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, { key = '', value = '', effect }] of (taints ?? []).entries()) {
    const path = `${field}[${index}]`;
    errors.push(...qualifiedNameProblems(key).map((problem) => invalid(`${path}.key`, key, problem)));
    const problems = labelValueProblems(value);
    if (problems.length > 0) errors.push(invalid(`${path}.value`, value, problems.join(';')));
    errors.push(...validateChoice(effect, TAINT_EFFECTS, `${path}.effect`));
    if (seen.has(`${key}:${effect}`)) {
      const message = `Duplicate value: ${JSON.stringify({ key, effect })}: taints must be unique by key and effect pair`;
      errors.push({ reason: 'FieldValueDuplicate', field: path, message });
    }
    seen.add(`${key}:${effect}`);
  }
  return errors;
}

/** What is wrong with a new pod that is not wrong with a changed one. */
export function validateNewPodSpec(spec: PodSpec): FieldError[] {
  const errors: FieldError[] = [];
  if ((spec.ephemeralContainers ?? []).length > 0) {
    errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  }
  if (spec.nodeName && (spec.schedulingGates ?? []).length > 0) {
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
  return errors;
}
