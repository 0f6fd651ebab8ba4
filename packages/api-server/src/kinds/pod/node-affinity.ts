import { forbidden, invalid, required, type FieldError } from '../../machinery/field-error.ts';
import { dnsSubdomainProblems, labelValueProblems, qualifiedNameProblems } from '../../machinery/names.ts';
import type { PodSpec } from '../../machinery/objects.ts';

type NodeAffinity = NonNullable<PodSpec['affinity']>['nodeAffinity'];
type Requirement = { key?: string | undefined; operator?: string | undefined; values?: string[] | undefined };

/** What is wrong with the nodes that a pod asks for. Source: pkg/apis/core/validation/validation.go, as all here. */
export function validateNodeAffinity(affinity: NodeAffinity, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const requiredTerms = affinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (requiredTerms) {
    const path = `${field}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
    const terms = requiredTerms.nodeSelectorTerms ?? [];
    if (terms.length === 0) errors.push(required(path, 'must have at least one node selector term'));
    for (const [index, term] of terms.entries()) errors.push(...validateTerm(term, `${path}[${index}]`));
  }
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  for (const [index, { weight = 0, preference }] of preferred.entries()) {
    const path = `${field}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
    if (weight <= 0 || weight > 100)
      errors.push(invalid(`${path}.weight`, weight, 'must be in the range 1-100'));
    errors.push(...validateTerm(preference ?? {}, `${path}.preference`));
  }
  return errors;
}

function validateTerm(
  term: { matchExpressions?: Requirement[] | undefined; matchFields?: Requirement[] | undefined },
  field: string,
): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((requirement, index) =>
      validateExpression(requirement, `${field}.matchExpressions[${index}]`),
    ),
    ...(term.matchFields ?? []).flatMap((requirement, index) =>
      validateField(requirement, `${field}.matchFields[${index}]`),
    ),
  ];
}

function validateExpression(
  { key = '', operator = '', values = [] }: Requirement,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        const message = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
        errors.push(forbidden(`${field}.values`, message));
      }
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) {
        errors.push(
          required(`${field}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"),
        );
      }
      break;
    default:
      errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  }
  for (const problem of qualifiedNameProblems(key)) errors.push(invalid(`${field}.key`, key, problem));
  for (const [index, value] of values.entries()) {
    for (const problem of labelValueProblems(value))
      errors.push(invalid(`${field}.values[${index}]`, value, problem));
  }
  return errors;
}

function validateField({ key = '', operator = '', values = [] }: Requirement, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  } else if (values.length !== 1) {
    const message = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(required(`${field}.values`, message));
  }
  if (key !== 'metadata.name')
    return [...errors, invalid(`${field}.key`, key, 'not a valid field selector key')];
  for (const [index, value] of values.entries()) {
    for (const problem of dnsSubdomainProblems(value)) {
      errors.push(invalid(`${field}.values[${index}]`, value, problem));
    }
  }
  return errors;
}
