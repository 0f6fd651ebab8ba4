import t from 'tap';
import { timeUnitOf } from '../../src/plots/time-axis.ts';

t.test('an axis has at least three units', async (t) => {
  const names = [0, 1_000, 179_999, 180_000, 10_799_999, 10_800_000].map((ms) => timeUnitOf(ms).name);
  t.same(names, ['s', 's', 's', 'min', 'min', 'h']);
});
