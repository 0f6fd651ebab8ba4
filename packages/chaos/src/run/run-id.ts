import { randomInt } from 'node:crypto';

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Characters of the id of a run. */
const LENGTH = 8;

/** A new id of a run: 8 characters a-z and 0-9, of which there are 2.8 million million. */
export function newRunId(random: (below: number) => number = randomInt): string {
  return Array.from({ length: LENGTH }, () => CHARACTERS[random(CHARACTERS.length)]).join('');
}
