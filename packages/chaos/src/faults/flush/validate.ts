import { expected, Fields } from '../network/fields.ts';
import { FLUSH_FAMILIES, FLUSH_TABLES, type FlushFaultSpec, type RehearsalSpec } from './spec.ts';

const RUN = /^[a-z0-9]{8}$/;

/**
 * Reads a flush of a node, strictly.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function validateFlushFault(value: unknown): FlushFaultSpec {
  const fields = new Fields(value, 'flush', [
    'kind',
    'tables',
    'families',
    'deleteChains',
    'allowDropPolicy',
  ]);
  return {
    kind: fields.choice('kind', ['flush']),
    tables: someOf(fields, 'tables', FLUSH_TABLES),
    families: someOf(fields, 'families', FLUSH_FAMILIES),
    deleteChains: fields.choice('deleteChains', [true, false]),
    ...(fields.has('allowDropPolicy')
      ? { allowDropPolicy: fields.choice('allowDropPolicy', [true, false]) }
      : {}),
  };
}

/**
 * Reads a rehearsal, strictly.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function validateRehearsal(value: unknown): RehearsalSpec {
  const fields = new Fields(value, 'rehearsal', ['kind', 'of']);
  const kind = fields.choice('kind', ['rehearsal']);
  const of = fields.get('of');
  if (typeof of !== 'string' || !RUN.test(of)) throw fields.expected('of', '8 characters a-z and 0-9');
  return { kind, of };
}

function someOf<const T extends string>(fields: Fields, name: string, all: readonly T[]): readonly T[] {
  const given = fields.list(name, all.length);
  const known = all.filter((each) => given.includes(each));
  if (known.length === given.length && known.length > 0) return known;
  throw expected(`${fields.path}.${name}`, `some of ${all.join(', ')}, each once`, given);
}
