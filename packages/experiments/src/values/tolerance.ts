import type { Tolerance, ToleranceObject } from '../experiment.ts';
import { isObject, kindOf, type Json } from '../json.ts';
import { readJsonPath } from './json-path.ts';
import { pythonEquals } from './python.ts';
import { compilePythonPattern } from './python-pattern.ts';

/** Whether an output is as it has to be, and where it is not, why in a few words. */
export type Judgement = Readonly<{ met: true }> | Readonly<{ met: false; why: string }>;

const MET: Judgement = { met: true };

/** A tolerance that can be judged without asking anybody. */
export type PureTolerance = Exclude<Tolerance, { type: 'probe' }>;

/**
 * Judges an output as `within_tolerance` of chaoslib/hypothesis.py does: a number and a list are compared with `status` where
 * the output has one, and a list is a choice then, also of two. What Python would end the experiment for, such as a pattern
 * for an object, is not met here, with the reason.
 */
export function judge(tolerance: PureTolerance, output: Json): Judgement {
  if (isObject(tolerance)) return judgeObject(tolerance, output);
  if (Array.isArray(tolerance)) return judgeList(tolerance as readonly Json[], output);
  const value = typeof tolerance === 'number' ? statusOr(output) : output;
  return metIf(pythonEquals(value, tolerance), `expected ${show(tolerance)}, got ${show(value)}`);
}

function judgeList(tolerance: readonly Json[], output: Json): Judgement {
  const value = statusOr(output);
  const [low, high] = tolerance;
  if (value === output && tolerance.length === 2) {
    const within = isOrdered(low, output) && isOrdered(output, high);
    return metIf(within, `expected ${show(low)} to ${show(high)}, got ${show(output)}`);
  }
  const isIn = tolerance.some((each) => pythonEquals(each, value));
  return metIf(isIn, `expected one of ${tolerance.map(show).join(', ')}, got ${show(value)}`);
}

function judgeObject(tolerance: Exclude<ToleranceObject, { type: 'probe' }>, output: Json): Judgement {
  const value = targetOf(output, tolerance.target);
  switch (tolerance.type) {
    case 'regex':
      return judgePattern(tolerance.pattern, value);
    case 'jsonpath':
      return judgePath(tolerance, value);
    case 'range':
      return judgeRange(tolerance.range, value);
  }
}

function judgePattern(pattern: string, value: Json): Judgement {
  const compiled = compilePythonPattern(pattern);
  if (typeof compiled === 'string') return { met: false, why: `the pattern can't be read: ${compiled}` };
  if (typeof value !== 'string') {
    return { met: false, why: `expected text for the pattern, got ${kindOf(value)}; target says which part` };
  }
  return metIf(compiled.test(value), `expected a match of ${pattern}, got ${show(value)}`);
}

function judgePath(
  { path, expect, count }: Extract<ToleranceObject, { type: 'jsonpath' }>,
  value: Json,
): Judgement {
  const read = readJsonPath(path);
  if (typeof read === 'string') return { met: false, why: `the path can't be read: ${read}` };
  const found = read(typeof value === 'string' ? parsed(value) : value);
  if (expect !== undefined) {
    const expected = Array.isArray(expect) ? expect : [expect];
    return metIf(pythonEquals(found, expected), `expected ${show(expected)} at ${path}, got ${show(found)}`);
  }
  if (count !== undefined) {
    return metIf(found.length === count, `expected ${count} at ${path}, got ${found.length}: ${show(found)}`);
  }
  return metIf(found.length > 0, `expected something at ${path}, got nothing`);
}

/** A text of a number counts as one, as for Python's Decimal. */
function judgeRange([low = 0, high = 0]: readonly number[], value: Json): Judgement {
  const isNumber = typeof value === 'number' || typeof value === 'boolean';
  const number = isNumber || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
  return metIf(number >= low && number <= high, `expected ${low} to ${high}, got ${show(value)}`);
}

function targetOf(output: Json, target: string | undefined): Json {
  if (target === undefined || !isObject(output)) return output;
  return Object.hasOwn(output, target) ? (output[target] ?? null) : output;
}

function statusOr(output: Json): Json {
  return isObject(output) && Object.hasOwn(output, 'status') ? (output['status'] ?? null) : output;
}

function isOrdered(left: Json | undefined, right: Json | undefined): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left <= right;
  const numeric = [left, right].every((each) => typeof each === 'number' || typeof each === 'boolean');
  return numeric && Number(left) <= Number(right);
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function metIf(met: boolean, why: string): Judgement {
  return met ? MET : { met: false, why };
}

/** All of it: a secret that is cut in the middle would not be found any more. Whoever has taken secrets out cuts it. */
function show(value: Json | undefined): string {
  return JSON.stringify(value) ?? 'nothing';
}
