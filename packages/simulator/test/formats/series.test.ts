import t from 'tap';
import { seriesCsv } from '../../src/formats/series.ts';
import { textOf } from './text.ts';

t.test('each count stands below its name', async (t) => {
  const point = {
    atMs: 1_000,
    susceptible: 1,
    incubating: 2,
    symptomatic: 3,
    starting: 4,
    waiting: 5,
    ready: 6,
    listed: 7,
    restarts: 8,
    infections: 9,
  };
  t.equal(
    textOf(seriesCsv([point])),
    'time_ms,susceptible,incubating,symptomatic,starting,waiting,ready,listed,restarts,infections\r\n' +
      '1000,1,2,3,4,5,6,7,8,9\r\n',
  );
});
