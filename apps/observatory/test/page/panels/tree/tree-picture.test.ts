import type { Model } from '@pod-contagion/observatory';
import t from 'tap';
import { relatedTo } from '../../../../page/panels/tree/branches.ts';
import { layoutTree, placeOf } from '../../../../page/panels/tree/layout.ts';
import { infectionAt, scaleOf, stepFrom, type Scene } from '../../../../page/panels/tree/scene.ts';
import { treePicture } from '../../../../page/panels/tree/tree-picture.ts';
import { drawn } from '../../testing/drawn.ts';
import { followed, knowing } from '../../testing/followed.ts';

const ALL = { strain: undefined, fromMs: -Infinity, untilMs: Infinity };
const ILL = '#d55e00';

function sceneOf(model: Model, selected?: number): Scene {
  return {
    infections: model.infections,
    layout: layoutTree(model.infections, ALL),
    window: { fromMs: 1_000_000, untilMs: model.tMs + 100, top: 0, bottom: 1 },
    nowMs: model.tMs,
    selected,
    many: 3,
  };
}

t.test('drawn in full there is a bar for each infection, and no two in a row', (t) => {
  const model = followed(20, 20);
  const scene = sceneOf(model);
  const { lastRow, isInFull } = scaleOf(scene, 600, 300);
  t.ok(isInFull);
  t.equal(lastRow, model.infections.length - 1);
  const bars = drawn(treePicture(scene)).rects.filter(({ colour }) => colour === ILL);
  t.equal(bars.length, model.infections.length);
  const tops = bars.map(({ y, height }) => y + height / 2).toSorted((a, b) => a - b);
  for (let bar = 1; bar < tops.length; bar++) t.ok(tops[bar]! - tops[bar - 1]! > bars[0]!.height - 1e-6);
  t.end();
});

t.test('too many are drawn as density, with who is related to the selection in full', (t) => {
  const model = followed(60, 60);
  const plain = drawn(treePicture(sceneOf(model)), 600, 120);
  t.equal(plain.rasters, 1);
  const scene = sceneOf(model, model.infections.length - 1);
  const related = relatedTo(scene, model.infections.length - 1, 4_000);
  t.equal(related.length, model.infections.generation.at(model.infections.length - 1));
  const bars = drawn(treePicture(scene), 600, 120).rects.filter(({ colour }) => colour === ILL);
  t.equal(bars.length, related.length);
  t.end();
});

t.test('a pointer finds the infection that is drawn there, and keys go on from it', (t) => {
  const model = knowing([
    { parent: -1, at: 0, ill: 1_000, end: 5_000 },
    { parent: 0, at: 2_000, ill: 3_000, end: 9_000 },
    { parent: 0, at: 4_000, ill: 5_000, end: 9_000 },
  ]);
  const scene: Scene = { ...sceneOf(model), window: { fromMs: 0, untilMs: 10_000, top: 0, bottom: 1 } };
  const scale = scaleOf(scene, 600, 300);
  for (const row of [0, 1, 2]) {
    const y = scale.yOf(placeOf(scene.layout, row) + 0.5);
    t.equal(infectionAt(scene, scale.xOf(4_500), y, 600, 300), row);
  }
  t.equal(infectionAt(scene, scale.xOf(4_500), 280, 600, 300), undefined);
  t.equal(stepFrom(scene, 0, 'ArrowRight'), 2);
  t.equal(stepFrom(scene, 1, 'ArrowLeft'), 0);
  t.equal(stepFrom(scene, 0, 'ArrowDown'), 2);
  t.equal(stepFrom(scene, undefined, 'ArrowDown'), 0);
  t.end();
});
