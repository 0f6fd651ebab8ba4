import t from 'tap';
import { normalReach } from '../../src/statistics/normal.ts';
import { isClose } from './close.ts';

t.test('how far a normal variable reaches, by mpmath with 40 digits', async (t) => {
  const values: readonly (readonly [level: number, deviations: number])[] = [
    [0.5, 0.6744897501960817],
    [0.8, 1.2815515655446006],
    [0.9, 1.6448536269514729],
    [0.95, 1.9599639845400538],
    [0.99, 2.5758293035489004],
    [0.999, 3.2905267314918945],
  ];
  for (const [level, deviations] of values) {
    t.ok(isClose(normalReach(level), deviations, 1e-13), `${level}: ${normalReach(level)}`);
  }
});
