import { forbidden, invalid, required, type FieldError } from './field-error.ts';
import { labelValueProblems, qualifiedNameProblems } from './names.ts';
import type { LabelSelector } from './objects.ts';

/** What is wrong with labels. Source: apimachinery/pkg/apis/meta/v1/validation/validation.go, as all here. */
export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(labels ?? {})) {
    for (const problem of qualifiedNameProblems(key)) errors.push(invalid(field, key, problem));
    for (const problem of labelValueProblems(value)) errors.push(invalid(field, value, problem));
  }
  return errors;
}

/** What is wrong with the selector of a Deployment or ReplicaSet. */
export function validateLabelSelector(selector: LabelSelector, field: string): FieldError[] {
  const errors = validateLabels(selector.matchLabels, `${field}.matchLabels`);
  for (const [index, expression] of (selector.matchExpressions ?? []).entries()) {
    const path = `${field}.matchExpressions[${index}]`;
    const values = expression.values ?? [];
    switch (expression.operator) {
      case 'In':
      case 'NotIn':
        if (values.length === 0) {
          errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
        }
        break;
      case 'Exists':
      case 'DoesNotExist':
        if (values.length > 0) {
          const message = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
          errors.push(forbidden(`${path}.values`, message));
        }
        break;
      default:
        errors.push(invalid(`${path}.operator`, expression.operator ?? '', 'not a valid selector operator'));
    }
    for (const problem of qualifiedNameProblems(expression.key ?? '')) {
      errors.push(invalid(`${path}.key`, expression.key ?? '', problem));
    }
    for (const [at, value] of values.entries()) {
      for (const problem of labelValueProblems(value))
        errors.push(invalid(`${path}.values[${at}]`, value, problem));
    }
  }
  return errors;
}

/**
 * Writes a selector as the columns of `kubectl get` show it: `app=podder,tier in (back,front)`; `<none>` where it is
 * empty.
 *
 * Source: apimachinery/pkg/labels/selector.go (`Requirement.String`), meta/v1/helpers.go (`FormatLabelSelector`).
 */
export function shownSelector(selector: LabelSelector | undefined): string {
  const parts: { key: string; text: string }[] = [];
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) {
    parts.push({ key, text: `${key}=${value}` });
  }
  for (const { key, operator, values = [] } of selector?.matchExpressions ?? []) {
    const list = values.toSorted().join(',');
    if (operator === 'In') parts.push({ key, text: `${key} in (${list})` });
    else if (operator === 'NotIn') parts.push({ key, text: `${key} notin (${list})` });
    else parts.push({ key, text: operator === 'Exists' ? key : `!${key}` });
  }
  if (parts.length === 0) return '<none>';
  return parts
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ text }) => text)
    .join(',');
}
