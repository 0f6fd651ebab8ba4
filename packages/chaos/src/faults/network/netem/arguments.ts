import type { NetemSpec } from '../spec.ts';

/** The words for tc after `netem`, of a spec that `validateNetem` gave back; `parseNetem` reads them as the same spec. */
export function netemArguments(spec: NetemSpec): string[] {
  const { limit, delay, corrupt, duplicate, reorder, rate, slot } = spec;
  return [
    ...named('limit', limit),
    ...(delay === undefined ? [] : ['delay', us(delay.timeUs)]),
    ...(delay?.jitterUs === undefined ? [] : [us(delay.jitterUs)]),
    ...percents(delay?.correlation),
    ...named('distribution', delay?.distribution),
    ...lossArguments(spec.loss),
    ...chance('corrupt', corrupt),
    ...chance('duplicate', duplicate),
    ...chance('reorder', reorder),
    ...named('gap', reorder?.gap),
    ...(rate === undefined ? [] : ['rate', `${rate.bitsPerSecond}bit`]),
    ...[rate?.packetOverhead, rate?.cellSize, rate?.cellOverhead]
      .filter((bytes) => bytes !== undefined)
      .map(String),
    ...slotArguments(slot),
  ];
}

function lossArguments(loss: NetemSpec['loss']): string[] {
  if (loss === undefined) return [];
  const ecn = loss.ecn === true ? ['ecn'] : [];
  if (loss.model === 'random') return ['loss', 'random', ...percents(loss.percent, loss.correlation), ...ecn];
  const { model } = loss;
  const values =
    model === 'state'
      ? percents(loss.p13, loss.p31, loss.p32, loss.p23, loss.p14)
      : percents(loss.p, loss.r, loss.oneMinusH, loss.oneMinusK);
  return ['loss', model, ...values, ...ecn];
}

function slotArguments(slot: NetemSpec['slot']): string[] {
  if (slot === undefined) return [];
  const times =
    'distribution' in slot
      ? ['distribution', slot.distribution, us(slot.delayUs), us(slot.jitterUs)]
      : [us(slot.minUs), ...(slot.maxUs === undefined ? [] : [us(slot.maxUs)])];
  return ['slot', ...times, ...named('packets', slot.packets), ...named('bytes', slot.bytes)];
}

function chance(name: string, part: NetemSpec['corrupt']): string[] {
  return part === undefined ? [] : [name, ...percents(part.percent, part.correlation)];
}

function named(name: string, value: number | string | undefined): string[] {
  return value === undefined ? [] : [name, String(value)];
}

function percents(...values: readonly (number | undefined)[]): string[] {
  return values.filter((value) => value !== undefined).map((value) => `${value}%`);
}

function us(value: number): string {
  return `${value}us`;
}
