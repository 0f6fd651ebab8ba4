import fc from 'fast-check';
import t from 'tap';
import { normalReach } from '../../src/statistics/normal.ts';
import { studentReach } from '../../src/statistics/student-t.ts';
import { isClose } from './close.ts';

t.test("how far Student's t reaches, by SciPy 1.17", async (t) => {
  const values: readonly (readonly [degrees: number, level: number, reach: number])[] = [
    [1, 0.95, 12.706204736174694],
    [2, 0.95, 4.302652729749462],
    [3, 0.95, 3.1824463052837078],
    [4, 0.9, 2.1318467863266495],
    [9, 0.95, 2.262157162798205],
    [10, 0.99, 3.16927267261695],
    [49, 0.95, 2.0095752371292392],
    [999, 0.95, 1.9623414611334493],
    [1_001, 0.99, 2.5807497687505245],
    [5_000, 0.95, 1.9604385517065073],
  ];
  for (const [degrees, level, reach] of values) {
    const got = studentReach(degrees, level);
    t.ok(isClose(got, reach, 1e-9), `${degrees}, ${level}: ${got}, not ${reach}`);
  }
});

t.test('property: more degrees reach less far, and never less than the normal distribution', async (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_500 }),
      fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      (degrees, level) =>
        studentReach(degrees, level) > studentReach(degrees + 1, level) &&
        studentReach(degrees + 1, level) > normalReach(level),
    ),
  );
  t.pass('held');
});
