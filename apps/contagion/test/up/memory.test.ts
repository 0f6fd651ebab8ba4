import t from 'tap';
import { memoryWarning } from '../../src/up/memory.ts';

const MIB = 1024 ** 2;

t.test('fifty podders take a gigabyte', async (t) => {
  t.equal(memoryWarning(50, 1024 * MIB), undefined);
  t.equal(
    memoryWarning(50, 1023 * MIB),
    '50 podders take about 1024 MiB of memory, and 1023 MiB are free: say --replicas 49 should it get slow',
  );
  t.equal(
    memoryWarning(50, 600 * MIB),
    '50 podders take about 1024 MiB of memory, and 600 MiB are free: say --replicas 26 should it get slow',
  );
});

t.test('what it advises does not warn', async (t) => {
  for (let free = 170; free < 1_000; free += 7) {
    const advised = Number(/--replicas (\d+)/.exec(memoryWarning(50, free * MIB) ?? '')?.[1]);
    t.equal(memoryWarning(advised, free * MIB), undefined, `${advised} in ${free} MiB`);
    t.type(memoryWarning(advised + 1, free * MIB), 'string');
  }
});

t.test('where not even one fits', async (t) => {
  t.match(memoryWarning(1, 100 * MIB), /close something first/);
  t.match(memoryWarning(0, 100 * MIB), /^0 podders take about 124 MiB/);
  t.equal(memoryWarning(0, 200 * MIB), undefined);
});
