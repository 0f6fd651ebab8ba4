import { forbidden, invalid, notSupported, required, type FieldError } from '../../machinery/field-error.ts';
import { headerNameProblems, NEGATIVE_MESSAGE, portProblems } from '../../machinery/names.ts';
import type { Container, Probe } from '../../machinery/objects.ts';

type Handlers = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & {
  sleep?: { seconds: number } | undefined;
};

/** Which probe of a container it is; each has rules of its own. */
export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

const COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

/** What is wrong with a container's probes. Source: pkg/apis/core/validation/validation.go, as all here. */
export function validateProbes(container: Container, field: string): FieldError[] {
  const names: readonly ProbeName[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];
  return names.flatMap((name) => {
    const probe = container[name];
    return probe ? validateProbe(probe, name, `${field}.${name}`) : [];
  });
}

/** What is wrong with the hooks of a container. `graceSeconds` is the pod's: no sleep may be longer. */
export function validateLifecycle(
  lifecycle: NonNullable<Container['lifecycle']>,
  graceSeconds: number | undefined,
  field: string,
): FieldError[] {
  return (['postStart', 'preStop'] as const).flatMap((name) => {
    const hook = lifecycle[name];
    return hook ? validateHandlers(hook, graceSeconds, `${field}.${name}`) : [];
  });
}

function validateProbe(probe: Probe, name: ProbeName, field: string): FieldError[] {
  const errors = validateHandlers(probe, undefined, field);
  for (const count of COUNTS) {
    const value = probe[count] ?? 0;
    if (value < 0) errors.push(invalid(`${field}.${count}`, value, NEGATIVE_MESSAGE));
  }
  const graceSeconds = probe.terminationGracePeriodSeconds;
  const graceField = `${field}.terminationGracePeriodSeconds`;
  if (typeof graceSeconds === 'number') {
    if (graceSeconds <= 0) errors.push(invalid(graceField, graceSeconds, 'must be greater than 0'));
    if (name === 'readinessProbe') {
      errors.push(invalid(graceField, graceSeconds, 'must not be set for readinessProbes'));
    }
  }
  if (name !== 'readinessProbe' && probe.successThreshold !== 1) {
    errors.push(invalid(`${field}.successThreshold`, probe.successThreshold, 'must be 1'));
  }
  return errors;
}

function validateHandlers(handlers: Handlers, graceSeconds: number | undefined, field: string): FieldError[] {
  const names = (['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const).filter((name) => handlers[name]);
  const [first, ...others] = names;
  if (first === undefined) return [required(field, 'must specify a handler type')];
  return [
    ...validateHandler(handlers, first, graceSeconds, `${field}.${first}`),
    ...others.map((name) => forbidden(`${field}.${name}`, 'may not specify more than 1 handler type')),
  ];
}

function validateHandler(
  handlers: Handlers,
  name: keyof Handlers,
  graceSeconds: number | undefined,
  field: string,
): FieldError[] {
  switch (name) {
    case 'exec':
      return handlers.exec?.command?.length ? [] : [required(`${field}.command`)];
    case 'httpGet':
      return handlers.httpGet ? validateHttpGet(handlers.httpGet, field) : [];
    case 'tcpSocket':
      return validatePort(handlers.tcpSocket?.port, `${field}.port`);
    case 'grpc':
      return validatePort(handlers.grpc?.port, `${field}.port`);
    case 'sleep': {
      const seconds = handlers.sleep?.seconds ?? 0;
      if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return [];
      const message = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
      return [invalid(field, seconds, message)];
    }
  }
}

function validateHttpGet(action: NonNullable<Probe['httpGet']>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!action.path) errors.push(required(`${field}.path`));
  errors.push(...validatePort(action.port, `${field}.port`));
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS') {
    errors.push(notSupported(`${field}.scheme`, action.scheme, ['HTTP', 'HTTPS']));
  }
  for (const { name } of action.httpHeaders ?? []) {
    for (const problem of headerNameProblems(name))
      errors.push(invalid(`${field}.httpHeaders`, name, problem));
  }
  return errors;
}

/** What is wrong with a number or name of a port; one that is left out counts as 0. */
export function validatePort(port: number | string | undefined, field: string): FieldError[] {
  const value = port ?? 0;
  return portProblems(value).map((problem) => invalid(field, value, problem));
}
