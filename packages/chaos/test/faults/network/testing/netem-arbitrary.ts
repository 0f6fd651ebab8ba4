import fc from 'fast-check';
import type { NetemSpec } from '../../../../src/faults/network/spec.ts';

const timeUs = fc.oneof(fc.integer({ min: 0, max: 274_000_000 }), fc.constantFrom(0, 1, 1_000, 274_000_000));
const jitterUs = fc.oneof(fc.integer({ min: 0, max: 2_147_483 }), fc.constantFrom(0, 1, 1_000, 2_147_483));
const percent = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.double({ min: 0.000_000_1, max: 100, noNaN: true }),
  fc.constantFrom(0, 0.000_000_1, 0.1, 100),
);
const count = fc.integer({ min: 1, max: 2_147_483_647 });
const distribution = fc.constantFrom(
  'uniform' as const,
  'normal' as const,
  'pareto' as const,
  'paretonormal' as const,
);

/** The first fields of a list, as many as come out: tc knows them by their place. */
function chain<T>(fields: Readonly<Record<string, fc.Arbitrary<T>>>): fc.Arbitrary<Record<string, T>> {
  const names = Object.keys(fields);
  return fc
    .tuple(fc.integer({ min: 0, max: names.length }), fc.record(fields))
    .map(([length, values]) =>
      Object.fromEntries(names.slice(0, length).map((name) => [name, values[name] as T])),
    );
}

/** One object of several. */
function merged(...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> {
  return fc.tuple(...parts).map((objects) => Object.assign({}, ...objects) as object);
}

const ecn = fc.record({ ecn: fc.constant(true) }, { requiredKeys: [] });
const loss = fc.oneof(
  merged(
    fc.record(
      { model: fc.constant('random'), percent, correlation: percent },
      { requiredKeys: ['model', 'percent'] },
    ),
    ecn,
  ),
  merged(
    fc.record({ model: fc.constant('state'), p13: percent }),
    chain({ p31: percent, p32: percent, p23: percent, p14: percent }),
    ecn,
  ),
  merged(
    fc.record({ model: fc.constant('gemodel'), p: percent }),
    chain({ r: percent, oneMinusH: percent, oneMinusK: percent }),
    ecn,
  ),
);

const chance = fc.record({ percent, correlation: percent }, { requiredKeys: ['percent'] });
const most = { packets: count, bytes: count };

/** Any netem specification, also some that break the rules between fields, so that the rules are tried as well. */
export const anyNetem: fc.Arbitrary<NetemSpec> = fc.record(
  {
    limit: fc.integer({ min: 1, max: 1_000_000 }),
    delay: merged(
      fc.record({ timeUs, distribution }, { requiredKeys: ['timeUs'] }),
      chain<number>({ jitterUs, correlation: percent }),
    ),
    loss,
    corrupt: chance,
    duplicate: chance,
    reorder: fc.record({ percent, correlation: percent, gap: count }, { requiredKeys: ['percent'] }),
    rate: merged(
      fc.record({ bitsPerSecond: fc.integer({ min: 8, max: 1_000_000_000_000 }) }),
      chain({
        packetOverhead: fc.integer({ min: -40, max: 65_535 }),
        cellSize: fc.integer({ min: 0, max: 65_535 }),
        cellOverhead: fc.integer({ min: -10, max: 65_535 }),
      }),
    ),
    slot: fc.oneof(
      fc.record({ minUs: timeUs, maxUs: timeUs, ...most }, { requiredKeys: ['minUs'] }),
      fc.record(
        { distribution, delayUs: timeUs, jitterUs, ...most },
        { requiredKeys: ['distribution', 'delayUs', 'jitterUs'] },
      ),
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<NetemSpec>;
