import type { NetemSpec } from '@pod-contagion/chaos/faults';

/** A qdisc as `tc -j qdisc show` prints it. */
export type ReadBack = Readonly<{ dev: string; kind: string; options?: Options }>;

type Options = Readonly<Record<string, unknown>>;

/** What is expected of one field: its value, or the range that the kernel's or tc's rounding leaves. */
type Expected = boolean | number | Readonly<{ from: number; to: number }>;

/** A chance is a 32-bit fraction in the kernel. */
const FRACTION_STEP = 2 ** -32;

/** tc prints six digits. */
const PRINTED_SHARE = 1e-5;

/** What a kernel has where nothing is asked for: tc(8) and tc-netem(8). */
const DEFAULTS = { limit: 1000, gap: 0, p23: 100, oneMinusH: 100 };

/** Names every field in which a netem qdisc is not what was asked for, besides the kernel's and tc's rounding. */
export function differences(spec: NetemSpec, { options = {} }: ReadBack): string[] {
  const expected = expectedOptions(spec);
  const read = flatten(options);
  const names = [...new Set([...Object.keys(expected), ...Object.keys(read)])];
  return names
    .filter((name) => !agrees(expected[name], read[name]))
    .map((name) => `${name} expected ${JSON.stringify(expected[name])}, got ${JSON.stringify(read[name])}`);
}

function agrees(expected: Expected | undefined, read: unknown): boolean {
  if (expected === undefined || typeof expected !== 'object') return read === expected;
  const slack = PRINTED_SHARE * Math.abs(expected.to);
  return typeof read === 'number' && read >= expected.from - slack && read <= expected.to + slack;
}

/** Nested objects as one: `{ "delay": { "jitter": 0 } }` is `delay.jitter`. */
function flatten(options: Options): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([inner, innerValue]) => [`${name}.${inner}`, innerValue] as const)
        : [[name, value] as const],
    ),
  );
}

function expectedOptions(spec: NetemSpec): Record<string, Expected> {
  const { delay, loss, corrupt, duplicate, reorder, rate } = spec;
  return {
    limit: spec.limit ?? DEFAULTS.limit,
    // tc shows nothing of a jitter about a delay of 0, though the kernel has it.
    ...(delay !== undefined &&
      delay.timeUs > 0 && {
        'delay.delay': ticks(delay.timeUs),
        'delay.jitter': ticks(delay.jitterUs ?? 0),
        'delay.correlation': chance(delay.correlation ?? 0),
      }),
    ...(loss !== undefined && expectedLoss(loss)),
    ...expectedChance('duplicate', duplicate),
    ...expectedChance('reorder', reorder),
    ...expectedChance('corrupt', corrupt),
    ...(rate !== undefined && {
      'rate.rate': Math.floor(rate.bitsPerSecond / 8),
      'rate.packetoverhead': rate.packetOverhead ?? 0,
      'rate.cellsize': rate.cellSize ?? 0,
      'rate.celloverhead': rate.cellOverhead ?? 0,
    }),
    ...expectedSlot(spec.slot),
    ecn: loss?.ecn ?? false,
    // Reordering by chance alone is a gap of 1 for tc.
    gap: reorder?.gap ?? (reorder !== undefined && reorder.percent > 0 ? 1 : DEFAULTS.gap),
  };
}

function expectedLoss(loss: NonNullable<NetemSpec['loss']>): Record<string, Expected> {
  if (loss.model === 'random') {
    if (loss.percent === 0) return {};
    return {
      'loss-random.loss': chance(loss.percent),
      'loss-random.correlation': chance(loss.correlation ?? 0),
    };
  }
  if (loss.model === 'state') {
    return {
      'loss-state.p13': chance(loss.p13),
      'loss-state.p31': chance(loss.p31 ?? 100 - loss.p13),
      'loss-state.p32': chance(loss.p32 ?? 0),
      'loss-state.p23': chance(loss.p23 ?? DEFAULTS.p23),
      'loss-state.p14': chance(loss.p14 ?? 0),
    };
  }
  return {
    'loss-gemodel.p': chance(loss.p),
    'loss-gemodel.r': chance(loss.r ?? 100 - loss.p),
    'loss-gemodel.1-h': chance(loss.oneMinusH ?? DEFAULTS.oneMinusH),
    'loss-gemodel.1-k': chance(loss.oneMinusK ?? 0),
  };
}

/** Neither tc nor the kernel keeps anything of a chance of 0. */
function expectedChance(
  name: string,
  part: Readonly<{ percent: number; correlation?: number }> | undefined,
): Record<string, Expected> {
  if (part === undefined || part.percent === 0) return {};
  return {
    [`${name}.${name}`]: chance(part.percent),
    [`${name}.correlation`]: chance(part.correlation ?? 0),
  };
}

function expectedSlot(slot: NetemSpec['slot']): Record<string, Expected> {
  if (slot === undefined) return {};
  const most = { 'slot.packets': unlessUnlimited(slot.packets), 'slot.bytes': unlessUnlimited(slot.bytes) };
  if ('distribution' in slot) {
    return { 'slot.distribution': exact(slot.delayUs), 'slot.jitter': exact(slot.jitterUs), ...most };
  }
  return {
    'slot.min-delay': exact(slot.minUs),
    'slot.max-delay': exact(slot.maxUs ?? slot.minUs),
    ...most,
  };
}

/** The largest number is the kernel's own for no limit, which it shows as 0. */
function unlessUnlimited(most: number | undefined): number {
  return most === undefined || most === 2 ** 31 - 1 ? 0 : most;
}

/** Delays are kept in ticks of 64 ns, and shown in whole microseconds. */
function ticks(timeUs: number): Expected {
  return { from: (timeUs - 1) / 1e6, to: timeUs / 1e6 };
}

/** Times of slots are kept in nanoseconds. */
function exact(timeUs: number): Expected {
  return { from: timeUs / 1e6, to: timeUs / 1e6 };
}

function chance(percent: number): Expected {
  return { from: percent / 100 - FRACTION_STEP, to: percent / 100 + FRACTION_STEP };
}
