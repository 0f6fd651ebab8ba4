import { inksOf } from './inks.ts';
import type { Inks, Paint } from './pen.ts';

/** A drawing with its size in CSS pixels, and its colours. */
export type Picture = Readonly<{ paint: Paint; width: number; height: number; inks: Inks }>;

/** What stands below each picture has room in this, and two charts one above the other. */
const LEAST_WIDTH_PX = 520;
const LEAST_HEIGHT_PX = 320;

/** A drawing as large as the place on the page where it stands. */
export function pictureIn(element: Element, paint: Paint, inks: Inks = inksOf(element)): Picture {
  return {
    paint,
    width: Math.max(LEAST_WIDTH_PX, Math.round(element.clientWidth)),
    height: Math.max(LEAST_HEIGHT_PX, Math.round(element.clientHeight)),
    inks,
  };
}
