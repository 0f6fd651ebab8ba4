import t from 'tap';
import { colourDifference } from './colour-difference.ts';

t.test('colours and their differences', async (t) => {
  t.equal(colourDifference([10, 20, 30], [10, 20, 30]), 0);
  // Black and white differ by 100 in any measure; the others were reckoned by culori 4.
  t.ok(Math.abs(colourDifference([0, 0, 0], [255, 255, 255]) - 100) < 0.01);
});
