/** What a podder takes as a strain. */
const STRAIN = /^[A-Za-z0-9._-]{1,64}$/;

/** Says whether `text` can be the name of a strain. */
export function isStrain(text: string): boolean {
  return STRAIN.test(text);
}

/** Six characters out of 32, without those that are mistaken for another: names a strain, or who sneezes. */
export function randomId(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => alphabet[byte % 32]).join('');
}
