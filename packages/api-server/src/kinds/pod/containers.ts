import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../../machinery/field-error.ts';
import { dnsLabelProblems, portNameProblems, portNumberProblems } from '../../machinery/names.ts';
import type { Container, EphemeralContainer, PodSpec } from '../../machinery/objects.ts';
import { validateLifecycle, validateProbes } from './handlers.ts';
import { validateResources } from './resources.ts';
import { validateRestarts } from './restart-rules.ts';
import { validateVariables, validateVariableSources } from './variables.ts';
import { validateMounts } from './volumes.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'] as const;
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'] as const;
const NOT_WITHOUT_RESTART = 'may not be set for init containers without restartPolicy=Always';

/** The greatest number of containers of one list of a pod. Kubernetes has no such limit, but for the size of an object. */
const MAX_CONTAINERS = 500;

/** What is wrong with the containers of a spec. Source: pkg/apis/core/validation/validation.go, as all here. */
export function validateContainers(spec: PodSpec, field: string): FieldError[] {
  const containers = spec.containers ?? [];
  if (containers.length === 0) return [required(field)];
  if (containers.length > MAX_CONTAINERS) return [tooMany(field, containers.length, MAX_CONTAINERS)];
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [index, container] of containers.entries()) {
    const path = `${field}[${index}]`;
    errors.push(...validateContainer(container, spec, path));
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    names.add(container.name);
    errors.push(...validateLife(container, spec, path), ...validateRestarts(container, path));
  }
  errors.push(...validateHostPorts(containers, field));
  return errors;
}

/** What is wrong with the containers that run before the others. */
export function validateInitContainers(spec: PodSpec, field: string): FieldError[] {
  const initContainers = spec.initContainers ?? [];
  if (initContainers.length > MAX_CONTAINERS) return [tooMany(field, initContainers.length, MAX_CONTAINERS)];
  const errors: FieldError[] = [];
  const names = new Set((spec.containers ?? []).map(({ name }) => name));
  for (const [index, container] of initContainers.entries()) {
    const path = `${field}[${index}]`;
    errors.push(...validateContainer(container, spec, path));
    errors.push(...validateRestarts(container, path));
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    if (container.name) names.add(container.name);
    errors.push(...validateHostPorts([container], field));
    if (container.restartPolicy === 'Always') errors.push(...validateLife(container, spec, path));
    else {
      for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
        if (container[name]) errors.push(forbidden(`${path}.${name}`, NOT_WITHOUT_RESTART));
      }
    }
  }
  return errors;
}

/** What is wrong with what all sorts of containers have. */
export function validateContainer(
  container: Container | EphemeralContainer,
  spec: PodSpec,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const name = container.name ?? '';
  if (name === '') errors.push(required(`${field}.name`));
  for (const problem of name === '' ? [] : dnsLabelProblems(name)) {
    errors.push(invalid(`${field}.name`, name, problem));
  }
  if (!container.image) errors.push(required(`${field}.image`));
  errors.push(
    ...validateChoice(
      container.terminationMessagePolicy,
      MESSAGE_POLICIES,
      `${field}.terminationMessagePolicy`,
    ),
    ...validatePorts(container.ports, `${field}.ports`),
    ...validateVariables(container.env, `${field}.env`),
    ...validateVariableSources(container.envFrom, `${field}.envFrom`),
    ...validateMounts(container, spec.volumes, field),
    ...validateChoice(container.imagePullPolicy, PULL_POLICIES, `${field}.imagePullPolicy`),
    ...validateResources(container.resources, `${field}.resources`),
    ...validateUser(container, `${field}.securityContext`),
  );
  return errors;
}

/** What is wrong with a value of a closed set: left out, or not of the set. */
export function validateChoice(
  value: string | undefined,
  choices: readonly string[],
  field: string,
): FieldError[] {
  if (!value) return [required(field)];
  return choices.includes(value) ? [] : [notSupported(field, value, choices)];
}

/** An image may not have blanks around it; templates are let off, for old ones have them. */
export function validateImageBlanks(
  containers: readonly (Container | EphemeralContainer)[] | undefined,
  field: string,
): FieldError[] {
  return (containers ?? []).flatMap(({ image = '' }, index) =>
    image === image.trim()
      ? []
      : [invalid(`${field}[${index}].image`, image, 'must not have leading or trailing whitespace')],
  );
}

function validateLife(container: Container, spec: PodSpec, field: string): FieldError[] {
  const grace = spec.terminationGracePeriodSeconds;
  const { lifecycle } = container;
  return [
    ...(lifecycle ? validateLifecycle(lifecycle, grace, `${field}.lifecycle`) : []),
    ...validateProbes(container, field),
  ];
}

function validatePorts(ports: Container['ports'], field: string): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [index, port] of (ports ?? []).entries()) {
    const path = `${field}[${index}]`;
    if (port.name) {
      const problems = portNameProblems(port.name);
      errors.push(...problems.map((problem) => invalid(`${path}.name`, port.name, problem)));
      if (problems.length === 0 && names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${path}.containerPort`));
    else errors.push(...validatePortNumber(port.containerPort, `${path}.containerPort`));
    if (port.hostPort) errors.push(...validatePortNumber(port.hostPort, `${path}.hostPort`));
    errors.push(...validateChoice(port.protocol, PROTOCOLS, `${path}.protocol`));
  }
  return errors;
}

function validatePortNumber(value: number, field: string): FieldError[] {
  return portNumberProblems(value).map((problem) => invalid(field, value, problem));
}

function validateHostPorts(containers: readonly Container[], field: string): FieldError[] {
  const errors: FieldError[] = [];
  const taken = new Set<string>();
  for (const [at, container] of containers.entries()) {
    for (const [index, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue;
      const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(key)) errors.push(duplicate(`${field}[${at}].ports[${index}].hostPort`, key));
      taken.add(key);
    }
  }
  return errors;
}

/** The greatest number of a user or group. */
const MAX_ID = 2_147_483_647;

function validateUser(container: Container | EphemeralContainer, field: string): FieldError[] {
  const context = container.securityContext;
  if (!context) return [];
  const errors = validateIds(context, field);
  if (context.privileged === true && context.allowPrivilegeEscalation === false) {
    const message = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
    errors.push(invalid(field, context, message));
  }
  return errors;
}

/** What is wrong with the numbers of a user and a group. */
export function validateIds(
  context: { runAsUser?: number | undefined; runAsGroup?: number | undefined; fsGroup?: number | undefined },
  field: string,
): FieldError[] {
  return (['fsGroup', 'runAsUser', 'runAsGroup'] as const).flatMap((name) => {
    const value = context[name];
    if (typeof value !== 'number' || (value >= 0 && value <= MAX_ID)) return [];
    return [invalid(`${field}.${name}`, value, `must be between 0 and ${MAX_ID}, inclusive`)];
  });
}
