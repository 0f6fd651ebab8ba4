import type { Paint } from '../drawing/pen.ts';
import { NOBODY, placeOf, startOf } from './layout.ts';
import { scaleOf, type Scene } from './scene.ts';

/** What lies over the tree: the cursor, the brush, and a frame around the infection that is pointed at. */
export function treeOver(
  scene: Scene,
  cursorMs: number | undefined,
  brush: readonly [fromMs: number, untilMs: number] | undefined,
  active: number | undefined,
): Paint {
  return (pen, width, height, inks) => {
    const scale = scaleOf(scene, width, height);
    if (brush !== undefined) {
      const from = Math.max(0, scale.xOf(brush[0]));
      const until = Math.min(width, scale.xOf(brush[1]));
      if (from > 0) pen.rect(0, 0, Math.min(width, from), scale.plotPx, inks.ground, 0.6);
      if (until < width) pen.rect(until, 0, width - Math.max(0, until), scale.plotPx, inks.ground, 0.6);
    }
    if (cursorMs !== undefined) pen.rect(scale.xOf(cursorMs), 0, 1, scale.plotPx, inks.accent);
    const place = active === undefined ? NOBODY : placeOf(scene.layout, active);
    if (active === undefined || place === NOBODY) return;
    const y = scale.yOf(place + 0.5);
    const from = Math.max(0, scale.xOf(startOf(scene.infections, active)));
    const until = Math.min(width, scale.xOf(scene.infections.endedAtMs(active) ?? scene.nowMs));
    const reach = Math.max(4, scale.rowPx / 2 + 1);
    pen.rect(from - 1, y - reach, until - from + 2, 1, inks.accent);
    pen.rect(from - 1, y + reach, until - from + 2, 1, inks.accent);
    pen.rect(from - 2, y - reach, 1, 2 * reach + 1, inks.accent);
    pen.rect(until + 1, y - reach, 1, 2 * reach + 1, inks.accent);
  };
}
