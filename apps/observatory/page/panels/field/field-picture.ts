import { CODE } from '@pod-contagion/observatory';
import { found, model, moment } from '../../state/store.ts';
import type { Paint } from '../drawing/pen.ts';
import { arrange, cornerOf } from './arrange.ts';
import { DIM, drawCell } from './cell.ts';
import { drawNames } from './names.ts';
import { drawOverlay, type OverlayOf } from './overlay.ts';
import type { Slots } from './slots.ts';

/** The field as it is at a moment. */
export type FieldScene = Readonly<{
  /** The places that pods have on the screen. */
  slots: Slots;
  /** By the rows of pods. */
  condition: Uint8Array;
  /** Rows that a search found; undefined where nothing is searched. */
  isFound: ((row: number) => boolean) | undefined;
  over: OverlayOf;
}>;

/** The field as it is shown now, without what is pointed at. */
export function shownField(slots: Slots, over: OverlayOf): Paint {
  const pods = found.peek();
  return fieldPicture({
    slots,
    condition: moment.peek()?.condition ?? new Uint8Array(),
    isFound: pods === undefined ? undefined : (row) => pods.has(row + model.pods.first),
    over: { ...over, hovered: undefined, roving: undefined },
  });
}

/** Each pod as a cell at its place, with what lies over it on the screen. */
export function fieldPicture({ slots, condition, isFound, over }: FieldScene): Paint {
  return (pen, width, height, inks) => {
    const { groups } = slots;
    const arrangement = arrange(
      groups.map(({ rows }) => rows.length),
      width,
      height,
    );
    drawNames(pen, inks, arrangement, groups);
    const places = {
      arrangement,
      cornerOf: (row: number) => {
        const place = slots.placeOf(row);
        return place === undefined ? undefined : cornerOf(arrangement, ...place);
      },
    };
    for (const [row, code] of condition.entries()) {
      const corner = code === CODE.gone ? undefined : places.cornerOf(row);
      if (corner === undefined) continue;
      const alpha = isFound?.(row) === false ? DIM : 1;
      drawCell(pen, code, { x: corner[0], y: corner[1], side: arrangement.cell, line: 1 }, inks, alpha);
    }
    drawOverlay(pen, inks, places, over);
  };
}
