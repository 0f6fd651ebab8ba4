import { STREAMS } from '@pod-contagion/toxics/connections';
import { usageError } from '../../errors.ts';
import { MAX_TOXIC_CHARACTERS } from './limits.ts';
import { readToxic } from './read-toxic.ts';
import type { ToxicSpec } from './spec.ts';

/**
 * Reads a toxic out of words, with commas or blanks between them: its type, then `NAME=NUMBER` for each attribute and for
 * `toxicity`, and `upstream` or `downstream`, in any order: `latency,latency=250,jitter=50,upstream`.
 *
 * @throws {ChaosError} CHAOS_USAGE
 */
export function parseToxic(text: string): ToxicSpec {
  const [type = '', ...words] = text.split(/[\s,]+/).filter((word) => word !== '');
  if (text.length > MAX_TOXIC_CHARACTERS || type === '') {
    throw usageError(
      `expected a toxic such as latency,latency=250, in 1 to ${MAX_TOXIC_CHARACTERS} characters, got ${text.length}`,
    );
  }
  const said = new Map<string, unknown>();
  const say = (name: string, value: unknown): void => {
    if (said.has(name)) throw usageError(`toxic ${type}: expected ${name} once, got it twice`);
    said.set(name, value);
  };
  for (const word of words) {
    const [, name, value = ''] = /^([a-z_]+)=(.*)$/.exec(word) ?? [];
    const stream = STREAMS.find((each) => each === word);
    if (stream !== undefined) say('stream', stream);
    else if (name !== undefined) say(name, /^[0-9]+(?:\.[0-9]+)?$/.test(value) ? Number(value) : value);
    else {
      const what = `NAME=NUMBER or ${STREAMS.join(' or ')}`;
      throw usageError(`toxic ${type}: expected ${what}, got ${JSON.stringify(word)}`);
    }
  }
  const { stream, toxicity, ...attributes } = Object.fromEntries(said);
  return readToxic({ type, stream, toxicity, attributes }, `toxic ${type}`);
}
