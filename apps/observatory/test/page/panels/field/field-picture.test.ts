import { CODE, PodTable } from '@pod-contagion/observatory';
import t from 'tap';
import { fieldPicture, type FieldScene } from '../../../../page/panels/field/field-picture.ts';
import { Slots } from '../../../../page/panels/field/slots.ts';
import { COLOURS } from '../../../../page/state/palette.ts';
import { drawn } from '../../testing/drawn.ts';

const OVER = {
  arcs: [],
  nowMs: 0,
  hit: new Set<number>(),
  selected: undefined,
  hovered: undefined,
  roving: undefined,
};

/** Pods of two nodes, each of a condition. */
function sceneOf(condition: Uint8Array): FieldScene {
  const pods = new PodTable();
  for (const row of condition.keys())
    pods.add([row, `uid-${row}`, `pod-${row}`, row % 2 === 0 ? 'a' : 'b', 'generic']);
  const slots = new Slots();
  slots.follow(pods, condition, 'node');
  return { slots, condition, isFound: undefined, over: OVER };
}

t.test('a cell for each pod that is there, in the colour of its condition, with its mark', (t) => {
  const codes = [CODE.symptomatic, CODE.susceptible, CODE.incubating, CODE.gone, CODE.waiting, CODE.ended];
  const { rects, shapes, frames, texts } = drawn(fieldPicture(sceneOf(Uint8Array.from(codes))));
  const shown = codes.filter((code) => code !== CODE.gone && code !== CODE.ended);
  t.same(
    rects.map(({ colour }) => colour),
    shown.map((code) => COLOURS[code]),
  );
  t.equal(new Set(rects.map(({ x, y }) => `${x} ${y}`)).size, shown.length, 'no two at one place');
  t.equal(shapes.length, 3, 'one that is well has no mark');
  t.equal(frames, 1, 'one that has ended is an outline');
  t.same(texts, ['a · 3', 'b · 2']);
  t.end();
});

t.test('what lies over the cells on the screen does so in a picture', (t) => {
  const scene = sceneOf(new Uint8Array(20).fill(CODE.susceptible));
  const arcs = [{ from: 0, to: 7, bornMs: 0 }];
  const over = { ...OVER, arcs, hit: new Set([3]), selected: 4 };
  const { rects, curves, frames } = drawn(fieldPicture({ ...scene, over }));
  t.equal(rects.length, 20 + 1, 'cells, and the end of the arc');
  t.equal(curves, 2, 'the arc on a line of the ground');
  t.equal(frames, 2 * 2, 'a ring around each of two, so too');
  t.end();
});
