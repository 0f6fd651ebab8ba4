import { JSONPathEnvironment, type JSONPathQuery } from 'json-p3';
import { describeError } from '@pod-contagion/errors';
import { isObject, type Json } from '../json.ts';

/** A path that was read, ready to be asked. */
export type JsonPath = (value: Json) => readonly Json[];

/** One step of a path: a query over the value that the step before gave. */
type Step = Readonly<{ query: JSONPathQuery; filters: boolean }>;

const environment = new JSONPathEnvironment();

/**
 * Reads a path as Chaos Toolkit takes it. That is RFC 9535 but for three habits of the library that it uses, jsonpath2:
 * `$.` may be left out, comparisons are written with one `=`, `and`, `or`, `not`, and a filter behind an object keeps or drops
 * that object itself, so that `$.foo.*[?(@.baz)].baz` is what the tutorials say it is. Of a list a filter keeps elements.
 * Returns why it can't be read where it can't.
 */
export function readJsonPath(path: string): JsonPath | string {
  const trimmed = path.trim();
  if (trimmed === '') return 'expected a path, got nothing';
  let steps: readonly Step[];
  try {
    steps = stepsOf(
      ofRfc(trimmed.startsWith('$') ? trimmed : `$${trimmed.startsWith('[') ? '' : '.'}${trimmed}`),
    );
  } catch (error) {
    return describeError(error);
  }
  return (value) =>
    steps.reduce<readonly Json[]>((found, step) => found.flatMap((each) => take(step, each)), [value]);
}

function stepsOf(path: string): readonly Step[] {
  const whole = environment.compile(path);
  const texts = whole.segments.map(String);
  // A filter that looks back to the whole can't be asked step by step; it is then, as the RFC has it.
  if (texts.some((text) => /\?.*\$/.test(text))) return [{ query: whole, filters: false }];
  return texts.map((text) => ({ query: environment.compile(`$${text}`), filters: text.startsWith('[?') }));
}

function take({ query, filters }: Step, value: Json): readonly Json[] {
  const asked = filters && isObject(value) ? [value] : value;
  return query.query(asked as never).values() as Json[];
}

/** Comparisons in the words of jsonpath2 in those of the RFC, outside of quotes. */
function ofRfc(path: string): string {
  const inFilters = path.includes('?');
  if (!inFilters) return path;
  return path
    .split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/(?<![=!<>])=(?!=)/g, '==')
            .replaceAll(/\s+and\s+/g, ' && ')
            .replaceAll(/\s+or\s+/g, ' || ')
            .replaceAll(/\bnot\s+/g, '!'),
    )
    .join('');
}
