/** What is wrong with one field, as Kubernetes writes it into the causes of a Status. */
export type FieldError = Readonly<{
  /** `reason` of the cause. */
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueNotFound'
    | 'FieldValueTypeInvalid';
  /** Path of the field: `spec.containers[0].name`. */
  field: string;
  /** What is wrong, without the path: `Invalid value: -1: must be greater than or equal to 0`. */
  message: string;
}>;

/** A value as Go's %#v-like form in messages: strings quoted, objects as JSON. */
function shown(value: unknown): string {
  return value === undefined || value === null ? 'null' : JSON.stringify(value);
}

/** A field that has to be set. Source: apimachinery/pkg/util/validation/field/errors.go, as all below. */
export function required(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', field, message: join('Required value', detail) };
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: join(`Invalid value: ${shown(value)}`, detail) };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported
    .toSorted()
    .map((item) => JSON.stringify(item))
    .join(', ');
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: `Unsupported value: ${shown(value)}: supported values: ${list}`,
  };
}

export function forbidden(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, message: join('Forbidden', detail) };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${shown(value)}` };
}

export function tooLong(field: string, maxLength: number): FieldError {
  return { reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${maxLength} bytes` };
}

export function tooMany(field: string, count: number, maxItems: number): FieldError {
  return {
    reason: 'FieldValueTooMany',
    field,
    message: `Too many: ${count}: must have at most ${maxItems} items`,
  };
}

function join(start: string, detail: string): string {
  return detail === '' ? start : `${start}: ${detail}`;
}
