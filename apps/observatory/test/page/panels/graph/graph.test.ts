import t from 'tap';
import { readGoldpinger } from '../../../../page/panels/goldpinger/read-goldpinger.ts';
import {
  callGraph,
  infectionGraph,
  latestGraph,
  type GraphData,
} from '../../../../page/panels/graph/graph-data.ts';
import { linksPicture } from '../../../../page/panels/graph/graph-picture.ts';
import {
  linkAt,
  nodeAt,
  nodeTowards,
  NO_ZOOM,
  spotsOf,
  type Focus,
  type GraphScene,
} from '../../../../page/panels/graph/graph-scene.ts';
import { linkTable, neighboursOf } from '../../../../page/panels/graph/link-table.ts';
import { circlePlaces, fieldPlaces, fitted, kindFor } from '../../../../page/panels/graph/places.ts';
import { latestPairs, placesFrom } from '../../../../page/panels/graph/settled.ts';
import { drawn } from '../../testing/drawn.ts';
import { followed, knowing } from '../../testing/followed.ts';

const SPAN = { fromMs: -Infinity, untilMs: Infinity, strain: undefined };

function sceneOf(data: GraphData, focus?: Focus, kind: GraphScene['kind'] = 'circle'): GraphScene {
  const places = circlePlaces(data, false);
  return { data, places, kind, focus, zoom: NO_ZOOM, colourOf: () => '#123456' };
}

t.test('links count every infection between pods that are there, once', (t) => {
  const model = followed(30, 60);
  const moment = model.timeline.at(model.tMs)!;
  const data = infectionGraph(model, moment, SPAN);
  let caused = 0;
  for (let row = 0; row < model.infections.length; row++) if (model.infections.parent.at(row) >= 0) caused++;
  t.equal(data.all + data.left, caused);
  t.equal(
    [...data.count].reduce((sum, count) => sum + count, 0),
    data.all,
  );
  t.equal(new Set(Array.from(data.from, (from, link) => `${from} ${data.to[link]}`)).size, data.from.length);
  // By the last infection of each pod it has one infector.
  const into = [...data.latest].map((link) => data.to[link]);
  t.equal(new Set(into).size, into.length);
  t.equal(latestPairs(data).length, into.length * 2);
  const ill = [...data.failing].map((link) => data.to[link]!);
  for (const node of ill) t.equal(moment.condition[node], 3);
  t.end();
});

t.test('the latest links alone are those that the whole graph says are the latest', (t) => {
  const model = followed(30, 60);
  const [fromMs, untilMs] = model.timeline.span!;
  const middleMs = (fromMs + untilMs) / 2;
  for (const span of [SPAN, { ...SPAN, untilMs: middleMs }, { ...SPAN, fromMs: middleMs }]) {
    const moment = model.timeline.at(Math.min(model.tMs, span.untilMs))!;
    const whole = infectionGraph(model, moment, span);
    const data = latestGraph(model, moment, span);
    t.ok(data.latest.size > 10);
    t.equal(data.latest.size, data.from.length);
    t.same([data.names, data.groups, data.pods], [whole.names, whole.groups, whole.pods]);
    t.same([data.all, data.left, data.isWhole], [whole.all, whole.left, false]);
    const told = (of: GraphData): unknown[] =>
      [...of.latest]
        .map((link) => ({
          from: of.from[link],
          to: of.to[link]!,
          count: of.count[link],
          last: of.last[link],
          isFailing: of.failing.has(link),
          text: of.textOf(link),
        }))
        .toSorted((one, other) => one.to - other.to);
    t.same(told(data), told(whole));
  }
  t.end();
});

t.test('what is chosen is drawn alone, and what fails is dashed', (t) => {
  const model = knowing([
    { parent: -1, at: 1_000, ill: 2_000, end: 5_000 },
    { parent: 0, at: 3_000, ill: 4_000 },
    { parent: 1, at: 5_000, ill: 6_000, end: 7_000 },
    { parent: 1, at: 6_000, pod: 2, ill: 6_500, end: 8_000 },
  ]);
  const data = infectionGraph(model, model.timeline.at(model.tMs)!, SPAN);
  t.same([...data.count], [1, 2]);
  t.same(drawn(linksPicture(sceneOf(data))).curves, 2);
  t.same(drawn(linksPicture(sceneOf(data))).dashed, 1);
  t.equal(drawn(linksPicture(sceneOf(data, { node: 0 }))).curves, 1);
  t.equal(drawn(linksPicture(sceneOf(data, { link: 1 }))).curves, 1);
  t.equal(drawn(linksPicture(sceneOf(data, undefined, 'field'))).curves, 0);
  t.same(neighboursOf(data, 1), { into: [0], outOf: [1] });
  t.equal(linkTable(sceneOf(data)).length, 2);
  t.end();
});

t.test('a pointer finds nodes and links, and arrows go to the node in their direction', (t) => {
  const model = followed(4, 20);
  const data = infectionGraph(model, model.timeline.at(model.tMs)!, SPAN);
  const scene = sceneOf(data);
  const spotOf = spotsOf(scene, 400, 400);
  for (const node of [0, 1, 2, 3]) {
    const { x, y } = spotOf(node);
    t.equal(nodeAt(scene, x + 3, y, 400, 400), node);
  }
  t.equal(nodeAt(scene, 5, 5, 400, 400), undefined);
  t.equal(linkAt(scene, 5, 5, 400, 400), undefined);
  // In a circle of four by name: above, right, below, left.
  t.equal(nodeTowards(scene, 0, 'ArrowRight'), 1);
  t.equal(nodeTowards(scene, 1, 'ArrowDown'), 2);
  t.equal(nodeTowards(scene, 1, 'ArrowLeft'), 3);
  t.equal(nodeTowards(scene, undefined, 'ArrowLeft'), 0);
  t.end();
});

t.test('by size: circle, forces, field; whoever is new stands beside its infector', (t) => {
  t.same([1, 100, 101, 2_000, 2_001].map(kindFor), ['circle', 'circle', 'forces', 'forces', 'field']);
  const model = followed(30, 30);
  const data = infectionGraph(model, model.timeline.at(model.tMs)!, SPAN);
  for (const places of [circlePlaces(data, true), fieldPlaces(data), fitted(fieldPlaces(data))]) {
    t.ok(places.every((each) => Math.abs(each) <= 1.0001));
  }
  const link = [...data.latest].find((at) => data.from[at] !== data.to[at])!;
  const infector = data.names[data.from[link]!]!;
  const places = placesFrom(data, new Map([[infector, [0.5, 0.5]]]));
  t.same(Array.from(places.slice(data.from[link]! * 2, data.from[link]! * 2 + 2)), [0.5, 0.5]);
  const beside = data.to[link]! * 2;
  t.ok(Math.hypot(places[beside]! - 0.5, places[beside + 1]! - 0.5) < 0.04);
  t.end();
});

t.test('a Goldpinger gives a graph of the same kind', (t) => {
  const model = followed(3, 1);
  const call = { ms: 3, status: 200, error: null };
  const goldpinger = readGoldpinger({
    pods: ['a', 'b'],
    calls: [
      { from: 'a', to: 'b', ok: true, ...call },
      { from: 'b', to: 'a', ok: false, ...call },
      { from: 'b', to: 'x', ok: true, ...call },
    ],
  });
  const data = callGraph(goldpinger, model);
  t.same([...data.failing], [1]);
  t.equal(data.textOf(0), '3 ms, status 200');
  t.equal(data.left, 1);
  t.end();
});
