import { notSupported, required, tooMany, type FieldError } from '../../machinery/field-error.ts';
import type { Container } from '../../machinery/objects.ts';

/** The policies of restart of a container. */
const POLICIES = ['Always', 'Never', 'OnFailure'] as const;
const ACTIONS = ['Restart', 'RestartAllContainers'] as const;
const OPERATORS = ['In', 'NotIn'] as const;

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

/**
 * What is wrong with how a container asks to be restarted, an init container or not: rules need a policy for the exit codes
 * that they say nothing of.
 *
 * Source: pkg/apis/core/validation/validation.go (`validateContainerRestartPolicy`, `validateInitContainerRestartPolicy`), with the
 * gates ContainerRestartRules and RestartAllContainersOnContainerExits as they are in 1.36.
 */
export function validateRestarts(
  { restartPolicy, restartPolicyRules = [] }: Container,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const policyField = `${field}.restartPolicy`;
  if (restartPolicy === undefined) {
    if (restartPolicyRules.length === 0) return [];
    errors.push(required(policyField, 'must specify restartPolicy when restart rules are used'));
  } else if (!isOneOf(POLICIES, restartPolicy))
    errors.push(notSupported(policyField, restartPolicy, POLICIES));
  const rulesField = `${field}.restartPolicyRules`;
  if (restartPolicyRules.length > MAX_RULES) {
    errors.push(tooMany(rulesField, restartPolicyRules.length, MAX_RULES));
  }
  for (const [index, { action, exitCodes }] of restartPolicyRules.entries()) {
    const path = `${rulesField}[${index}]`;
    if (!isOneOf(ACTIONS, action)) errors.push(notSupported(`${path}.action`, action ?? '', ACTIONS));
    if (exitCodes === undefined) errors.push(required(`${path}.exitCodes`, 'must be specified'));
    else {
      const { operator, values = [] } = exitCodes;
      if (!isOneOf(OPERATORS, operator)) {
        errors.push(notSupported(`${path}.exitCodes.operator`, operator ?? '', OPERATORS));
      }
      if (values.length > MAX_EXIT_CODES) {
        errors.push(tooMany(`${path}.exitCodes.values`, values.length, MAX_EXIT_CODES));
      }
    }
  }
  return errors;
}

function isOneOf(choices: readonly string[], value: string | undefined): boolean {
  return value !== undefined && choices.includes(value);
}
