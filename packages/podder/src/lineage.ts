/** Where an infection comes from, as a sneeze carries it in form fields that an original podder ignores. */
export type Lineage = Readonly<{
  /** Which contagion this is: a short id made by whoever started it, or `unknown`. */
  strain: string;
  /** How many podders passed it on before: patient zero is generation 0, those it infects are 1. */
  generation: number;
  /** The pod that sneezed; null where the sneeze did not say, as with curl or an original podder. */
  from: string | null;
}>;

/** The strain of a sneeze that names none. */
export const UNKNOWN_STRAIN = 'unknown';

/** What is taken as a strain: up to 64 characters, so that it fits a log line, a metric and the last words. */
const STRAIN = /^[A-Za-z0-9._-]{1,64}$/;

/** What is taken as a sender: the form of a pod name (RFC 1123 subdomain, at most 253 characters). */
const POD_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** What is taken as a generation: a positive whole number of up to nine digits. */
const GENERATION = /^[1-9][0-9]{0,8}$/;

/**
 * Reads the lineage out of a sneeze's fields. A field that is missing or malformed counts as unknown: a virus
 * does not check its papers, so nothing here can refuse an infection.
 */
export function readLineage(field: (name: string) => string | undefined): Lineage {
  const strain = field('strain') ?? '';
  const generation = field('generation') ?? '';
  const from = field('from') ?? '';
  return {
    strain: STRAIN.test(strain) ? strain : UNKNOWN_STRAIN,
    generation: GENERATION.test(generation) ? Number(generation) : 1,
    from: POD_NAME.test(from) ? from : null,
  };
}

/** Says whether `text` can be the name of a strain. */
export function isStrain(text: string): boolean {
  return STRAIN.test(text);
}

/** Makes a new strain: six characters out of 32, without those that are mistaken for another. */
export function newStrain(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => alphabet[byte % 32]).join('');
}

/** The form a podder of lineage `own` and name `pod` sends when it sneezes. */
export function sneezeForm(own: Lineage, pod: string): string {
  return new URLSearchParams({
    action: 'achoo',
    from: pod,
    generation: String(own.generation + 1),
    strain: own.strain,
  }).toString();
}
