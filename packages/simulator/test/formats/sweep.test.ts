import t from 'tap';
import { sweepCsv, sweepCsvAsync } from '../../src/formats/sweep.ts';
import { gather, textOf } from './text.ts';

const CELLS = [
  {
    settings: { symptom_delay_seconds: 80, death: 'restart' },
    runs: 300,
    alive: 298,
    share: 0.9933,
    low: 0.976,
    high: 0.998,
    restartsPerSecond: 0.175,
  },
];
const NAMES = ['symptom_delay_seconds', 'death', 'pods'];
const EXPECTED =
  'symptom_delay_seconds,death,pods,runs,alive,share,low,high,restarts_per_second\r\n80,restart,,300,298,0.9933,0.976,0.998,0.175\r\n';

t.test('settings of these names, then what came of them', async (t) => {
  t.equal(textOf(sweepCsv(NAMES, CELLS)), EXPECTED);
  async function* later() {
    yield* CELLS;
  }
  t.same((await gather(sweepCsvAsync(NAMES, later()))).join(''), EXPECTED);
});
