import { Fields } from '../network/fields.ts';
import { REDIRECT_FIELDS, readRedirect } from '../redirect/validate.ts';
import { MAX_TOXICS } from './limits.ts';
import { readToxic } from './read-toxic.ts';
import type { ToxicFaultSpec } from './spec.ts';

/**
 * Checks toxics strictly, as they come as JSON, and says what was left out.
 *
 * @throws {ChaosError} CHAOS_USAGE which names the field, what was expected and what was got.
 */
export function validateToxicFault(value: unknown): ToxicFaultSpec {
  const fields = new Fields(value, 'fault', ['kind', ...REDIRECT_FIELDS, 'toxics']);
  const kind = fields.choice('kind', ['toxics']);
  const redirect = readRedirect(fields);
  const toxics = fields.list('toxics', MAX_TOXICS);
  if (toxics.length === 0) throw fields.expected('toxics', 'at least one toxic');
  return { kind, ...redirect, toxics: toxics.map((each, index) => readToxic(each, `fault.toxics.${index}`)) };
}
