import { usageError } from '../errors.ts';
import type { SignalFaultSpec } from '../faults/fault-spec.ts';

/** Most words of a command that is given. */
const MAX_WORDS = 100;

/**
 * Commands that send a signal to the first process of the container they run in, the most frequent first: images have a
 * `kill`, or a shell that has one built in, or, where they have neither, Node.js itself, in the places where it is.
 */
export function execWays(
  signal: SignalFaultSpec['signal'],
  given: readonly string[] | undefined,
): readonly (readonly string[])[] {
  if (given !== undefined) {
    if (given.length === 0 || given.length > MAX_WORDS || given[0] === '') {
      throw usageError(`execCommand expects 1 to ${MAX_WORDS} words, got ${JSON.stringify(given)}`);
    }
    return [given];
  }
  const short = signal.replace(/^SIG/, '');
  const script = `process.kill(1, '${signal}')`;
  return [
    ['kill', '-s', short, '1'],
    ['/bin/sh', '-c', `kill -s ${short} 1`],
    ['node', '-e', script],
    ['/node', '-e', script],
    ['/nodejs/bin/node', '-e', script],
  ];
}
