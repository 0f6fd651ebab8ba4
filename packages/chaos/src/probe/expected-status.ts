import { usageError } from '../errors.ts';

/** Whether a status is one that was expected. */
export type StatusTest = (status: number) => boolean;

/**
 * Reads which answers count as success: a list of `200`, `2xx`, `200-299` or `any`, with commas between.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readExpectedStatus(text: string): StatusTest {
  const ranges = text.split(',').map((part) => readRange(part.trim(), text));
  return (status) => ranges.some(([from, to]) => status >= from && status <= to);
}

function readRange(part: string, text: string): readonly [from: number, to: number] {
  if (part === 'any') return [100, 999];
  const [, hundreds] = /^([1-5])xx$/.exec(part) ?? [];
  if (hundreds !== undefined) return [Number(hundreds) * 100, Number(hundreds) * 100 + 99];
  const [, from, to = from] = /^([1-9]\d\d)(?:-([1-9]\d\d))?$/.exec(part) ?? [];
  if (from === undefined || Number(to) < Number(from)) {
    throw usageError(`expected statuses such as 200, 2xx, 200-299 or any, got ${JSON.stringify(text)}`);
  }
  return [Number(from), Number(to)];
}
