import { isObject, type Json } from '../json.ts';

/**
 * Python's `==` for what JSON can say: true and 1 are the same there, and so are 0 and false. Tolerances of Chaos Toolkit
 * are compared by it.
 */
export function pythonEquals(left: Json | undefined, right: Json | undefined): boolean {
  if (isNumeric(left) && isNumeric(right)) return Number(left) === Number(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((each, index) => pythonEquals(each as Json, right[index] as Json))
    );
  }
  if (isObject(left) && isObject(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && pythonEquals(left[name], right[name]))
    );
  }
  return left === right;
}

/** Python's `bool()`: nothing, zero, and what is empty are false. */
export function pythonTruth(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** Python's `str()`, as `${}` within a longer text has it; lists and objects are written as JSON. */
export function pythonText(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isNumeric(value: Json | undefined): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}
