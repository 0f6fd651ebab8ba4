import { chunks } from './chunks.ts';

/** Values as JSON Lines, one a line. What is undefined is null, so that all lines have the same fields. */
export function jsonLines(values: Iterable<object>): Generator<string, void, undefined> {
  return chunks(linesOf(values));
}

/** `jsonLines` of values that come in their own time; each is handed over as it comes. */
export async function* jsonLinesAsync(
  values: AsyncIterable<object>,
): AsyncGenerator<string, void, undefined> {
  for await (const value of values) yield lineOf(value);
}

function* linesOf(values: Iterable<object>): Generator<string, void, undefined> {
  for (const value of values) yield lineOf(value);
}

function lineOf(value: object): string {
  return `${JSON.stringify(value, nullWhereUndefined)}\n`;
}

function nullWhereUndefined(_name: string, value: unknown): unknown {
  return value === undefined ? null : value;
}
