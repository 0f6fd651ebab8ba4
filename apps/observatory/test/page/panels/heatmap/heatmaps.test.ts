import { CODE } from '@pod-contagion/observatory';
import t from 'tap';
import { callsHeatmap, readThresholds, slowness } from '../../../../page/panels/heatmap/calls-heatmap.ts';
import { CourseColumns, courseHeatmap } from '../../../../page/panels/heatmap/course-heatmap.ts';
import { isFilled } from '../../../../page/panels/heatmap/heatmap.ts';
import { heatmapPicture, cellAt } from '../../../../page/panels/heatmap/heatmap-picture.ts';
import { heatmapTable } from '../../../../page/panels/heatmap/heatmap-table.ts';
import { binInfections, infectionsHeatmap } from '../../../../page/panels/heatmap/infections-heatmap.ts';
import { podsInOrder } from '../../../../page/panels/heatmap/pod-order.ts';
import { readGoldpinger } from '../../../../page/panels/goldpinger/read-goldpinger.ts';
import { drawn } from '../../testing/drawn.ts';
import { followed } from '../../testing/followed.ts';

const SPAN = { fromMs: -Infinity, untilMs: Infinity, strain: undefined };
const model = followed(40, 60);
const { infections } = model;
const now = model.timeline.at(model.tMs)!;
const order = podsInOrder(model, now, 'node');

t.test('the cells of who infected whom sum up to the infections that have a cause', (t) => {
  let caused = 0;
  for (let row = 0; row < infections.length; row++) if (infections.parent.at(row) >= 0) caused++;
  for (const mostBins of [900, 7]) {
    const of = binInfections(model, order, SPAN, mostBins);
    t.ok(of.bins <= mostBins);
    t.equal(
      of.counts.reduce((sum, count) => sum + count, 0),
      caused,
    );
    const heatmap = infectionsHeatmap(model, order, of);
    const filled = of.counts.filter((count) => count > 0).length;
    t.equal(heatmapTable(heatmap).length, filled);
  }
  t.end();
});

t.test('a column of pods by time is what the pods were then, also after columns were put together', (t) => {
  const course = new CourseColumns();
  const short = followed(40, 20);
  course.update(short);
  for (const seen of [course.update(model), new CourseColumns().update(model)]) {
    const heatmap = courseHeatmap(model, order, seen, 900);
    t.equal(heatmap.rows, 40);
    t.ok(heatmap.columns > 100);
    for (const column of [0, 17, heatmap.columns - 1]) {
      const at = model.timeline.at(seen.fromMs + (column + 1) * seen.stepMs)!;
      t.same(
        order.map((pod) => at.condition[pod]),
        order.map((_, row) => CODE[heatmap.textOf(column, row) as keyof typeof CODE]),
      );
    }
  }
  t.end();
});

t.test('of several pods in a row the worst is shown', (t) => {
  const heatmap = courseHeatmap(model, order, new CourseColumns().update(model), 1);
  t.equal(heatmap.rows, 1);
  t.equal(heatmap.textOf(heatmap.columns - 1, 0), 'symptomatic');
  t.match(heatmap.note, '40 pods a row');
  t.end();
});

t.test('a failed call is hatched and never looks quick, and who does not answer has an empty column', (t) => {
  const goldpinger = readGoldpinger({
    service: 'goldpinger',
    t: 5,
    pods: ['a', 'b'],
    calls: [
      { from: 'a', to: 'a', ok: true, ms: 1, status: 200, error: null },
      { from: 'a', to: 'b', ok: false, ms: 1, status: 504, error: 'timeout' },
      { from: 'a', to: 'nobody', ok: true, ms: 1, status: 200, error: null },
      { from: 'b', ok: true },
    ],
    silent: [{ pod: 'b', error: 'no answer' }],
    message: null,
    raw: {},
  });
  const heatmap = callsHeatmap(goldpinger, model, [1, 10, 100]);
  const colour = (column: number, row: number): string =>
    heatmap.raster.pixels.slice((row * 2 + column) * 4, (row * 2 + column) * 4 + 4).join();
  t.same(heatmap.hatched, [{ column: 0, row: 1 }]);
  t.not(colour(0, 1), colour(0, 0));
  t.equal(colour(0, 1), '213,94,0,255');
  t.equal(heatmap.textOf(0, 1), 'failed, status 504, timeout');
  t.notOk(isFilled(heatmap, 1, 0));
  t.notOk(isFilled(heatmap, 1, 1));
  t.ok(drawn(heatmapPicture(heatmap)).texts.includes('failed'));
  t.end();
});

t.test('times lie between three thresholds that grow', (t) => {
  t.same(readThresholds('1, 10 100'), [1, 10, 100]);
  for (const text of ['', '1,2', '1,2,3,4', '3,2,1', '1,1,2', 'a,b,c', '-1,2,3', '1,2,Infinity']) {
    t.equal(readThresholds(text), undefined, text);
  }
  t.same(
    [0, 1, 5.5, 10, 55, 100, 1e9].map((ms) => slowness(ms, [1, 10, 100])),
    [0, 0, 0.25, 0.5, 0.75, 1, 1],
  );
  t.end();
});

t.test('a pointer finds the cell that is drawn there', (t) => {
  const heatmap = infectionsHeatmap(model, order, binInfections(model, order, SPAN));
  t.same(cellAt(heatmap, 17, 17, 600, 300), { column: 0, row: 0 });
  t.equal(cellAt(heatmap, 5, 5, 600, 300), undefined);
  t.equal(cellAt(heatmap, 599, 150, 600, 300), undefined);
  t.end();
});
