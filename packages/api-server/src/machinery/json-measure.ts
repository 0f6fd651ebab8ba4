import { isRecord } from '@pod-contagion/notations';

/** How large a JSON value is. */
export type JsonMeasure = Readonly<{
  /** About as many as its JSON has, escapes aside: texts in UTF-8. */
  bytes: number;
  /** How many texts, numbers, lists, objects ... it is made of. */
  values: number;
  /** How deep lists and objects lie in each other. */
  depth: number;
}>;

/** What a number, `true` and the like count as, in bytes. */
const SCALAR_BYTES = 4;

/** What quotes, brackets, commas and colons add to each value, in bytes. */
const FRAME_BYTES = 3;

/**
 * Measures a JSON value without writing it, as deep as it may be, and stops where it has more bytes than are asked for:
 * limits are to cost less than what they guard against.
 */
export function measureJson(value: unknown, maxBytes: number): JsonMeasure {
  let bytes = 0;
  let values = 0;
  let depth = 0;
  // Value by value with its depth, rather than by recursion, which deep values would bring down.
  const waiting: unknown[] = [value];
  const depths: number[] = [0];
  while (waiting.length > 0 && bytes <= maxBytes) {
    const next = waiting.pop();
    const level = depths.pop() ?? 0;
    values += 1;
    bytes += FRAME_BYTES;
    if (typeof next === 'string') bytes += Buffer.byteLength(next);
    else if (Array.isArray(next)) {
      depth = Math.max(depth, level + 1);
      for (const item of next as unknown[]) {
        waiting.push(item);
        depths.push(level + 1);
      }
    } else if (isRecord(next)) {
      depth = Math.max(depth, level + 1);
      for (const key of Object.keys(next)) {
        bytes += FRAME_BYTES + Buffer.byteLength(key);
        waiting.push(next[key]);
        depths.push(level + 1);
      }
    } else bytes += SCALAR_BYTES;
  }
  return { bytes, values, depth };
}
