import { own } from '@pod-contagion/notations';

/**
 * Says whether two JSON values mean the same: what is absent, null or an empty list or map counts as one.
 *
 * Source: apimachinery/pkg/api/equality/semantic.go.
 */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  }
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  return (
    Object.keys(left).every((key) => sameJson(left[key], own(right, key))) &&
    Object.keys(right).every((key) => Object.hasOwn(left, key) || isNothing(right[key]))
  );
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A copy whose members are in the order of their names, as Kubernetes writes maps into messages. */
export function sortedByKey<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The members in which two JSON values differ, one line for each side, by path: what stands below an API server's
 * message about a change that is not allowed. Kubernetes prints a difference of Go values there.
 */
export function differences(before: unknown, after: unknown): string {
  const lines: string[] = [];
  collect(before, after, '', lines);
  return lines.slice(0, MAX_DIFFERENCES).join('\n');
}

/** The greatest number of lines that differences gives. */
const MAX_DIFFERENCES = 20;

function collect(before: unknown, after: unknown, path: string, lines: string[]): void {
  if (sameJson(before, after)) return;
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const step = Array.isArray(before) ? `[${key}]` : path === '' ? key : `.${key}`;
      collect(own(before, key), own(after, key), `${path}${step}`, lines);
    }
    return;
  }
  if (!isNothing(before)) lines.push(`- ${path}: ${JSON.stringify(before)}`);
  if (!isNothing(after)) lines.push(`+ ${path}: ${JSON.stringify(after)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
