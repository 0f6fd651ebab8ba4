import { own } from '@pod-contagion/notations';
import { KINDS, STREAMS, type Attributes } from '@pod-contagion/toxics/connections';
import { expected, Fields } from '../network/fields.ts';
import { MAX_ATTRIBUTE } from './limits.ts';
import type { ToxicSpec } from './spec.ts';

/** Without one of these a toxic would do nothing, or something that hardly anybody means: they have to be given. */
const NEEDED: Readonly<Record<string, Readonly<{ names: readonly string[]; from: number }>>> = {
  latency: { names: ['latency', 'jitter'], from: 1 },
  bandwidth: { names: ['rate'], from: 0 },
  slow_close: { names: ['delay'], from: 1 },
  slicer: { names: ['average_size'], from: 1 },
  limit_data: { names: ['bytes'], from: 0 },
};

/**
 * Reads one toxic as it comes as JSON: downstream and for every connection where it is not said.
 * @param path what it is called in messages
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readToxic(value: unknown, path: string): ToxicSpec {
  const fields = new Fields(value, path, ['type', 'stream', 'toxicity', 'attributes']);
  const type = fields.get('type');
  const kind = typeof type === 'string' ? own(KINDS, type) : undefined;
  if (typeof type !== 'string' || kind === undefined)
    throw fields.expected('type', `one of ${Object.keys(KINDS).join(', ')}`);
  return {
    type,
    stream: fields.has('stream') ? fields.choice('stream', STREAMS) : 'downstream',
    toxicity: fields.has('toxicity') ? readToxicity(fields) : 1,
    attributes: readAttributes(fields, type, kind.defaults),
  };
}

function readToxicity(fields: Fields): number {
  const toxicity = fields.number('toxicity', { from: 0, to: 1 });
  if (toxicity === 0) throw fields.expected('toxicity', 'a share above 0');
  return toxicity;
}

function readAttributes(fields: Fields, type: string, defaults: Attributes): Attributes {
  const path = `${fields.path}.attributes`;
  const names = Object.keys(defaults);
  const given = new Fields(fields.get('attributes') ?? {}, path, names);
  const { names: needed, from } = NEEDED[type] ?? { names: [], from: 0 };
  const isSaid = (name: string): boolean => given.has(name) && Number(given.get(name)) >= from;
  const read = names.map((name) => [
    name,
    given.has(name) ? given.number(name, { from: 0, to: MAX_ATTRIBUTE, whole: true }) : (defaults[name] ?? 0),
  ]);
  if (needed.length > 0 && !needed.some(isSaid)) {
    const what = `${needed.join(' or ')} of a ${type}${from > 0 ? `, ${from} at least` : ''}`;
    throw expected(path, what, fields.get('attributes'));
  }
  return Object.fromEntries(read) as Attributes;
}
