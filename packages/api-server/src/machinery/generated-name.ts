import { randomInt } from 'node:crypto';

/** No vowels and nothing easily mistaken. Source: apimachinery/pkg/util/rand/rand.go. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

const SUFFIX_LENGTH = 5;
const MAX_NAME_LENGTH = 63;

/** A name for `generateName`: five random characters after it. Source: apiserver/pkg/storage/names/generate.go. */
export function generatedName(base: string): string {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return base.slice(0, MAX_NAME_LENGTH - SUFFIX_LENGTH) + suffix;
}
