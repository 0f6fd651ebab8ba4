import { inksOf } from '../panels/drawing/inks.ts';
import type { Inks, Paint } from '../panels/drawing/pen.ts';
import type { PanelSource } from './sources.ts';

/** A drawing with its size in CSS pixels, and its colours. */
export type Picture = Readonly<{ paint: Paint; width: number; height: number; inks: Inks }>;

/** What stands below each picture has room in this, and two charts one above the other. */
const LEAST_WIDTH_PX = 520;
const LEAST_HEIGHT_PX = 320;

/** A panel as large as the place on the page where it stands; undefined where nothing is drawn there. */
export async function pictureOf({
  paint,
  place: { current },
}: Pick<PanelSource, 'paint' | 'place'>): Promise<Picture | undefined> {
  if (paint === undefined || current === null) return undefined;
  return {
    paint: await paint(),
    width: Math.max(LEAST_WIDTH_PX, Math.round(current.clientWidth)),
    height: Math.max(LEAST_HEIGHT_PX, Math.round(current.clientHeight)),
    inks: inksOf(current),
  };
}
