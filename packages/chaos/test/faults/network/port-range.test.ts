import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { formatPortRange, parsePortRange, portMasks } from '../../../src/faults/network/port-range.ts';

t.test('reads ports and ranges', async (t) => {
  t.strictSame(parsePortRange('80'), { from: 80, to: 80 });
  t.strictSame(parsePortRange('8000-8010'), { from: 8_000, to: 8_010 });
  for (const text of ['', '0', '65536', '80-', '-80', '90-80', '80:90', '1e3', ' 80'])
    t.throws(
      () => parsePortRange(text),
      { code: 'CHAOS_USAGE', message: 'expected a port from 1 to 65535' },
      text,
    );
});

t.test('masks match exactly the ports of a range', async (t) => {
  const port = fc.integer({ min: 1, max: 65_535 });
  fc.assert(
    fc.property(port, port, port, (one, other, tried) => {
      const range = { from: Math.min(one, other), to: Math.max(one, other) };
      assert.deepEqual(parsePortRange(formatPortRange(range)), range);
      const masks = portMasks(range);
      assert.ok(masks.length <= 30);
      for (const candidate of [tried, range.from, range.to, range.from - 1, range.to + 1]) {
        const isIn = candidate >= range.from && candidate <= range.to && candidate <= 65_535;
        const matching = masks.filter(
          ({ value, mask }) => candidate <= 65_535 && (candidate & mask) === value,
        );
        assert.equal(matching.length, isIn ? 1 : 0, `${candidate} in ${range.from}-${range.to}`);
      }
    }),
  );
  t.pass();
});
