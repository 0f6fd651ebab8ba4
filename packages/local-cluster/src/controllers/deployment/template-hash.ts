import type { PodTemplate } from '@pod-contagion/api-server/objects';

/** Label that keeps the pods of one template apart from those of others. */
export const TEMPLATE_HASH_LABEL = 'pod-template-hash';

const FNV_OFFSET_BASIS = 0x81_1c_9d_c5;
const FNV_PRIME = 0x01_00_01_93;

/** Letters and digits that don't make words. Source: apimachinery/pkg/util/rand/rand.go. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * Name of a template: the same for equal templates and, mostly, for no other. It looks like Kubernetes' own, but is not the
 * same, because that hashes how Go prints its structures.
 *
 * Source: pkg/controller/controller_utils.go (`ComputeHash`).
 * @param collisionCount how often another name was needed, because the one before was taken
 */
export function templateHash(template: PodTemplate, collisionCount: number | undefined): string {
  const text =
    canonical(withoutHashLabel(template)) + (collisionCount === undefined ? '' : `#${collisionCount}`);
  let hash = FNV_OFFSET_BASIS;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return String(hash >>> 0).replaceAll(/\d/g, (digit) =>
    ALPHABET.charAt(digit.charCodeAt(0) % ALPHABET.length),
  );
}

/** Says whether two templates differ in nothing but their hash label. Source: deployment_util.go (`EqualIgnoreHash`). */
export function equalTemplates(a: PodTemplate | undefined, b: PodTemplate | undefined): boolean {
  return canonical(withoutHashLabel(a ?? {})) === canonical(withoutHashLabel(b ?? {}));
}

function withoutHashLabel(template: PodTemplate): PodTemplate {
  const { [TEMPLATE_HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** JSON with sorted keys and without what is absent or null. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}
