import { usageError } from '../../../errors.ts';
import { Fields, type NumberRange } from '../fields.ts';
import type { NetemSpec } from '../spec.ts';
import {
  MAX_CELL_BYTES,
  MAX_INT32,
  MAX_JITTER_US,
  MAX_LIMIT_PACKETS,
  MAX_TIME_US,
  MIN_PERCENT,
  PACKET_OVERHEAD_BYTES,
  RATE_BITS_PER_SECOND,
} from './limits.ts';

/** Shapes that a delay can have; the `.dist` files of iproute2, and netem's own. */
export const DISTRIBUTIONS = ['uniform', 'normal', 'pareto', 'paretonormal'] as const;

const TIME: NumberRange = { from: 0, to: MAX_TIME_US, whole: true };
const JITTER: NumberRange = { from: 0, to: MAX_JITTER_US, whole: true };
const PERCENT: NumberRange = { from: 0, to: 100 };
const COUNT: NumberRange = { from: 1, to: MAX_INT32, whole: true };

/**
 * Checks netem's parameters strictly and brings them to one form: `uniform` is what netem does without a table (there
 * is no such file for tc to read), so a delay leaves it out and a slot becomes its shortest and longest time. A
 * correlation of duplicates gets that of a delay beside it where there is none, for tc to send it.
 *
 * @throws {ChaosError} CHAOS_USAGE which names the field, what was expected and what was got.
 */
export function validateNetem(spec: unknown): NetemSpec {
  const parts = ['limit', 'delay', 'loss', 'corrupt', 'duplicate', 'reorder', 'rate', 'slot'];
  const fields = new Fields(spec, 'netem', parts);
  const impairments = parts.filter((name) => name !== 'limit');
  if (!impairments.some((name) => fields.has(name)))
    throw usageError(`netem: expected at least one of ${impairments.join(', ')}, got none`);
  const part = (name: string, ...more: readonly string[]): Fields =>
    new Fields(fields.get(name), `netem.${name}`, ['percent', 'correlation', ...more]);
  const netem: NetemSpec = {
    ...(fields.has('limit') && {
      limit: fields.number('limit', { from: 1, to: MAX_LIMIT_PACKETS, whole: true }),
    }),
    ...(fields.has('delay') && { delay: readDelay(fields.get('delay')) }),
    ...(fields.has('loss') && { loss: readLoss(fields.get('loss')) }),
    ...(fields.has('corrupt') && { corrupt: readChance(part('corrupt')) }),
    ...(fields.has('duplicate') && { duplicate: readChance(part('duplicate')) }),
    ...(fields.has('reorder') && { reorder: readReorder(part('reorder', 'gap')) }),
    ...(fields.has('rate') && { rate: readRate(fields.get('rate')) }),
    ...(fields.has('slot') && { slot: readSlot(fields.get('slot')) }),
  };
  if (netem.reorder !== undefined && (netem.delay?.timeUs ?? 0) === 0)
    throw usageError(
      'netem.reorder: expected a delay above 0 too, for what is not delayed can overtake nothing, got none',
    );
  return sendCorrelation(netem);
}

/**
 * tc 6.1 sends the correlation of duplicates to the kernel only together with one of delays or losses (parse_opt in
 * q_netem.c); a delay's correlation of 0 changes nothing besides.
 */
function sendCorrelation(netem: NetemSpec): NetemSpec {
  const { delay, loss, duplicate } = netem;
  const isSent = delay?.correlation ?? (loss?.model === 'random' ? loss.correlation : undefined);
  if (duplicate?.correlation === undefined || isSent !== undefined) return netem;
  return { ...netem, delay: { timeUs: 0, jitterUs: 0, ...delay, correlation: 0 } };
}

function readDelay(value: unknown): NonNullable<NetemSpec['delay']> {
  const fields = new Fields(value, 'netem.delay', ['timeUs', 'jitterUs', 'correlation', 'distribution']);
  const timeUs = fields.number('timeUs', TIME);
  const chain = readChain(fields, ['jitterUs', 'correlation'], (name) =>
    name === 'jitterUs' ? fields.number(name, JITTER) : percent(fields, name),
  );
  if (!fields.has('distribution')) return { timeUs, ...chain };
  const distribution = fields.choice('distribution', DISTRIBUTIONS);
  if (timeUs === 0 || (chain['jitterUs'] ?? 0) === 0)
    throw fields.expected('distribution', 'timeUs and jitterUs above 0 with it');
  return { timeUs, ...chain, ...(distribution !== 'uniform' && { distribution }) };
}

function readLoss(value: unknown): NonNullable<NetemSpec['loss']> {
  const models = { random: ['percent'], state: ['p13'], gemodel: ['p'] } as const;
  const options = {
    random: ['correlation'],
    state: ['p31', 'p32', 'p23', 'p14'],
    gemodel: ['r', 'oneMinusH', 'oneMinusK'],
  } as const;
  const every = [...Object.values(models), ...Object.values(options)].flat();
  const model = new Fields(value, 'netem.loss', ['model', ...every, 'ecn']).choice('model', [
    'random',
    'state',
    'gemodel',
  ]);
  const [first] = models[model];
  const fields = new Fields(value, 'netem.loss', ['model', first, ...options[model], 'ecn']);
  const chance = percent(fields, first);
  const chain = readChain(fields, options[model], (name) => percent(fields, name));
  const ecn = fields.get('ecn');
  if (ecn !== undefined && typeof ecn !== 'boolean') throw fields.expected('ecn', 'true or false');
  if (ecn === true && model === 'random' && chance === 0)
    throw fields.expected('ecn', 'percent above 0 with it');
  return { model, [first]: chance, ...chain, ...(ecn === true && { ecn }) } as NonNullable<NetemSpec['loss']>;
}

function readChance(fields: Fields): NonNullable<NetemSpec['corrupt']> {
  return {
    percent: percent(fields, 'percent'),
    ...(fields.has('correlation') && { correlation: percent(fields, 'correlation') }),
  };
}

function readReorder(fields: Fields): NonNullable<NetemSpec['reorder']> {
  const chance = readChance(fields);
  if (!fields.has('gap')) return chance;
  if (chance.percent === 0) throw fields.expected('gap', 'percent above 0 with it');
  return { ...chance, gap: fields.number('gap', COUNT) };
}

function readRate(value: unknown): NonNullable<NetemSpec['rate']> {
  const fields = new Fields(value, 'netem.rate', [
    'bitsPerSecond',
    'packetOverhead',
    'cellSize',
    'cellOverhead',
  ]);
  const bitsPerSecond = fields.number('bitsPerSecond', { ...RATE_BITS_PER_SECOND, whole: true });
  const ranges: Readonly<Record<string, NumberRange>> = {
    packetOverhead: PACKET_OVERHEAD_BYTES,
    cellSize: { from: 0, to: MAX_CELL_BYTES },
    // A cell that loses as much as it holds would have no length.
    cellOverhead: { from: 1 - Math.max(1, Number(fields.get('cellSize')) || 1), to: MAX_CELL_BYTES },
  };
  const chain = readChain(fields, ['packetOverhead', 'cellSize', 'cellOverhead'], (name) =>
    fields.number(name, { ...(ranges[name] as NumberRange), whole: true }),
  );
  return { bitsPerSecond, ...chain };
}

function readSlot(value: unknown): NonNullable<NetemSpec['slot']> {
  const ends = ['packets', 'bytes'] as const;
  const all = new Fields(value, 'netem.slot', [
    'minUs',
    'maxUs',
    'distribution',
    'delayUs',
    'jitterUs',
    ...ends,
  ]);
  const most = {
    ...(all.has('packets') && { packets: all.number('packets', COUNT) }),
    ...(all.has('bytes') && { bytes: all.number('bytes', COUNT) }),
  };
  if (all.has('distribution')) {
    const fields = new Fields(value, 'netem.slot', ['distribution', 'delayUs', 'jitterUs', ...ends]);
    const distribution = fields.choice('distribution', DISTRIBUTIONS);
    const delayUs = fields.number('delayUs', TIME);
    const uniform = distribution === 'uniform';
    const jitterUs = fields.number('jitterUs', {
      from: 1,
      to: uniform ? delayUs : MAX_JITTER_US,
      whole: true,
    });
    if (!uniform) return { distribution, delayUs, jitterUs, ...most };
    return { minUs: delayUs - jitterUs, maxUs: Math.min(delayUs + jitterUs, MAX_TIME_US), ...most };
  }
  const fields = new Fields(value, 'netem.slot', ['minUs', 'maxUs', ...ends]);
  const minUs = fields.number('minUs', fields.has('maxUs') ? TIME : { ...TIME, from: 1 });
  if (!fields.has('maxUs')) return { minUs, ...most };
  return { minUs, maxUs: fields.number('maxUs', { ...TIME, from: Math.max(1, minUs) }), ...most };
}

/** tc knows these by their place, so that none can be given without those before it. */
function readChain(
  fields: Fields,
  names: readonly string[],
  read: (name: string) => number,
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [index, name] of names.entries()) {
    if (!fields.has(name)) continue;
    const before = names[index - 1];
    if (before !== undefined && values[before] === undefined)
      throw fields.expected(name, `${before} with it`);
    values[name] = read(name);
  }
  return values;
}

function percent(fields: Fields, name: string): number {
  const value = fields.number(name, PERCENT);
  if (value > 0 && value < MIN_PERCENT) throw fields.expected(name, `0 or at least ${MIN_PERCENT}`);
  return value;
}
