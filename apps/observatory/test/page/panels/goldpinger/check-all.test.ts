/** One answer of a Goldpinger's `check_all`, from the server to both panels: they say the same as it, and as each other. */
import t from 'tap';
import { readCheckAll } from '../../../../../../packages/observatory/src/serving/live/goldpinger.ts';
import { readGoldpinger } from '../../../../page/panels/goldpinger/read-goldpinger.ts';
import { callGraph } from '../../../../page/panels/graph/graph-data.ts';
import { linksPicture } from '../../../../page/panels/graph/graph-picture.ts';
import { NO_ZOOM } from '../../../../page/panels/graph/graph-scene.ts';
import { circlePlaces } from '../../../../page/panels/graph/places.ts';
import { callsHeatmap, slowness, type Thresholds } from '../../../../page/panels/heatmap/calls-heatmap.ts';
import { sequential } from '../../../../page/panels/heatmap/colour-scales.ts';
import { heatmapPicture } from '../../../../page/panels/heatmap/heatmap-picture.ts';
import { isFilled } from '../../../../page/panels/heatmap/heatmap.ts';
import { drawn } from '../../testing/drawn.ts';
import { followed } from '../../testing/followed.ts';

const THRESHOLDS: Thresholds = [1, 10, 100];
const PODS = ['a', 'b', 'c', 'd', 'e'];

type Result = Readonly<{ OK: boolean; 'response-time-ms'?: number; 'status-code'?: number; error?: string }>;

const quick: Result = { OK: true, 'response-time-ms': 1, 'status-code': 200 };
const refused: Result = { OK: false, 'response-time-ms': 1, error: 'connection refused' };
const late: Result = { OK: false, 'response-time-ms': 300, 'status-code': 504, error: 'deadline' };
/** A real one leaves out what is less than a millisecond, of calls that fail as well. */
const atOnce: Result = { OK: true, 'status-code': 200 };
const failedAtOnce: Result = { OK: false, 'status-code': 500 };

const RESULTS: Readonly<Record<string, Readonly<Record<string, Result>>>> = {
  a: { a: atOnce, b: quick, c: refused, d: { ...quick, 'response-time-ms': 55 }, e: quick },
  b: { a: { ...quick, 'response-time-ms': 7 }, b: atOnce, c: late, d: quick, e: failedAtOnce },
  c: { a: quick, b: quick, c: atOnce, d: { ...quick, 'response-time-ms': 2_000 }, e: quick },
  d: { a: { ...quick, 'response-time-ms': 10 }, b: quick, c: quick, d: atOnce, e: quick },
};
const CHECK_ALL = {
  OK: false,
  hosts: PODS.map((podName) => ({ podName })),
  responses: {
    ...Object.fromEntries(
      Object.entries(RESULTS).map(([pod, podResults]) => [pod, { OK: true, response: { podResults } }]),
    ),
    e: { OK: false, error: 'no answer' },
  },
};

const model = followed(3, 1);
const goldpinger = readGoldpinger({ service: 'goldpinger', ...readCheckAll(JSON.stringify(CHECK_ALL)) });
const graph = callGraph(goldpinger, model);
const heatmap = callsHeatmap(goldpinger, model, THRESHOLDS);
const links = new Map(
  Array.from(graph.from, (from, link) => [`${graph.names[from]} ${graph.names[graph.to[link]!]}`, link]),
);
const colourOf = (column: number, row: number): string =>
  heatmap.raster.pixels.slice((row * PODS.length + column) * 4, (row * PODS.length + column) * 4 + 3).join();
const calls = PODS.flatMap((from, column) => PODS.map((to, row) => ({ from, to, column, row })));

t.test('the same goes well, and takes as long, in graph, heatmap and check_all', (t) => {
  t.same(graph.names, PODS);
  t.equal(links.size, 20);
  for (const { from, to, column, row } of calls) {
    const what = `${from} calls ${to}`;
    const result = RESULTS[from]?.[to];
    const link = links.get(`${from} ${to}`);
    t.equal(link !== undefined, result !== undefined, `${what}: a link`);
    t.equal(isFilled(heatmap, column, row), result !== undefined, `${what}: a cell`);
    if (result === undefined || link === undefined) continue;
    t.equal(heatmap.textOf(column, row), graph.textOf(link), `${what}: the same words`);
    t.equal(graph.failing.has(link), !result.OK, `${what}: fails`);
    const ms = result['response-time-ms'] ?? 0;
    t.equal(graph.labelOf?.(link), result.OK ? `${ms} ms` : 'failed', `${what}: its label`);
    const begins = graph.textOf(link).split(', ')[0];
    t.equal(begins, result.OK ? `${ms} ms` : 'failed', `${what}: its words`);
    if (!result.OK) continue;
    t.equal(colourOf(column, row), sequential(slowness(ms, THRESHOLDS)).join(), `${what}: its colour`);
  }
  t.end();
});

t.test('what failed is drawn as nothing that went well is, however long it took', (t) => {
  const failed = calls.filter(({ from, to }) => RESULTS[from]?.[to]?.OK === false);
  t.equal(failed.length, 3);
  t.same(
    heatmap.hatched.map(({ column, row }) => `${column} ${row}`).toSorted(),
    failed.map(({ column, row }) => `${column} ${row}`).toSorted(),
  );
  const scale = new Set(Array.from({ length: 1_001 }, (_, step) => sequential(step / 1_000).join()));
  for (const { from, to, column, row } of failed) {
    t.notOk(scale.has(colourOf(column, row)), `${from} calls ${to}: no colour of the scale`);
  }
  const picture = linksPicture({
    data: graph,
    places: circlePlaces(graph, false),
    kind: 'circle',
    focus: undefined,
    zoom: NO_ZOOM,
    colourOf: () => '#123456',
  });
  const { dashed, rects, texts, curves } = drawn(picture);
  t.equal(curves, links.size);
  t.equal(dashed, failed.length, 'dashed');
  const colours = Object.values(Object.groupBy(rects, ({ colour }) => colour)).map((all) => all?.length);
  t.same(new Set(colours), new Set([links.size - failed.length, failed.length]), 'two colours of links');
  t.equal(texts.filter((text) => text === 'failed').length, failed.length);
  t.equal(texts.filter((text) => text.endsWith(' ms')).length, links.size - failed.length);
  t.ok(drawn(heatmapPicture(heatmap)).texts.includes('failed'), 'the legend tells it');
  t.end();
});
