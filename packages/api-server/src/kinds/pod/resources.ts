import { invalid, required, type FieldError } from '../../machinery/field-error.ts';
import { NEGATIVE_MESSAGE, qualifiedNameProblems } from '../../machinery/names.ts';
import type { Container } from '../../machinery/objects.ts';
import {
  compareQuantities,
  isNegative,
  isWhole,
  parseQuantity,
  QUANTITY_FORM_MESSAGE,
  type Quantity,
} from '../../machinery/quantity.ts';

const STANDARD: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

/**
 * What is wrong with what a container asks for: names, amounts, requests beyond limits.
 *
 * Source: pkg/apis/core/validation/validation.go (`validateResourceRequirements`).
 */
export function validateResources(resources: Container['resources'], field: string): FieldError[] {
  const errors: FieldError[] = [];
  const limits = readAmounts(resources?.limits, `${field}.limits`, errors);
  const requests = readAmounts(resources?.requests, `${field}.requests`, errors);
  for (const [name, request] of requests) {
    const limit = limits.get(name);
    const mayExceed = STANDARD.has(name);
    if (limit === undefined) {
      if (!mayExceed)
        errors.push(required(`${field}.limits`, 'Limit must be set for non overcommitable resources'));
      continue;
    }
    const order = compareQuantities(request.quantity, limit.quantity);
    if (order !== 0 && !mayExceed) {
      errors.push(
        invalid(`${field}.requests`, request.text, `must be equal to ${name} limit of ${limit.text}`),
      );
    } else if (order > 0) {
      const message = `must be less than or equal to ${name} limit of ${limit.text}`;
      errors.push(invalid(`${field}.requests`, request.text, message));
    }
  }
  return errors;
}

type Amount = Readonly<{ text: string; quantity: Quantity }>;

function readAmounts(
  list: Readonly<Record<string, string | number>> | undefined,
  field: string,
  errors: FieldError[],
): Map<string, Amount> {
  const amounts = new Map<string, Amount>();
  for (const [name, given] of Object.entries(list ?? {})) {
    const path = `${field}[${name}]`;
    const text = String(given);
    errors.push(...validateResourceName(name, path));
    const quantity = parseQuantity(text);
    if (quantity === undefined) {
      errors.push(invalid(path, text, QUANTITY_FORM_MESSAGE));
      continue;
    }
    if (isNegative(quantity)) errors.push(invalid(path, text, NEGATIVE_MESSAGE));
    if (!STANDARD.has(name) && !isWhole(quantity)) errors.push(invalid(path, text, 'must be an integer'));
    amounts.set(name, { text, quantity });
  }
  return amounts;
}

function validateResourceName(name: string, field: string): FieldError[] {
  const errors = qualifiedNameProblems(name).map((problem) => invalid(field, name, problem));
  if (errors.length > 0 || name.includes('/') || STANDARD.has(name) || name.startsWith('hugepages-'))
    return errors;
  return [
    invalid(field, name, 'must be a standard resource type or fully qualified'),
    invalid(field, name, 'must be a standard resource for containers'),
  ];
}
