import t from 'tap';
import {
  chooseThresholds,
  SHARED_THRESHOLDS,
  thresholds,
} from '../../../../page/panels/heatmap/heatmap-choice.ts';

/** Reads an address as the page does, a key after the other, and writes it again. */
function address(of: Readonly<Record<string, string>>): Record<string, string> {
  for (const [key, { read }] of SHARED_THRESHOLDS) read(of[key]);
  return Object.fromEntries(
    SHARED_THRESHOLDS.flatMap(([key, { write }]) => {
      const text = write();
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

t.test('thresholds are in the address as Goldpinger has them, but for the usual ones', (t) => {
  t.same(address({ t0: '200', t1: '500', t2: '900' }), { t0: '200', t1: '500', t2: '900' });
  t.same(thresholds.value, [200, 500, 900]);
  t.same(address({ t1: '5' }), { t1: '5' });
  t.same(thresholds.value, [1, 5, 100]);
  chooseThresholds([0.5, 10, 2_000]);
  t.same(
    SHARED_THRESHOLDS.map(([, { write }]) => write()),
    ['0.5', undefined, '2000'],
  );
  t.same(address({}), {});
  t.end();
});

t.test('those that do not grow are none, and the usual ones hold', (t) => {
  for (const of of [
    { t0: '50' },
    { t1: 'often' },
    { t2: 'Infinity' },
    { t0: '-1' },
    { t0: '3', t1: '2', t2: '1' },
  ]) {
    t.same(address(of), {}, JSON.stringify(of));
    t.same(thresholds.value, [1, 10, 100]);
  }
  t.end();
});
