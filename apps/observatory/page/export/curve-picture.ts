import { CODE, type Model } from '@pod-contagion/observatory';
import type { Paint } from '../panels/drawing/pen.ts';
import { clockTime } from '../state/words.ts';
import { ticksOf } from '../panels/ticks.ts';
import { COLOURS } from '../state/palette.ts';

const AXIS_PX = 18;
const SIDE_PX = 40;

/** From below: the ill, those that will be, and who else there is. */
const STACK = [CODE.symptomatic, CODE.incubating, CODE.waiting, CODE.starting, CODE.susceptible, CODE.ended];

/** How many pods were what over time, stacked: columns of one pixel, each as the pods were at its end. */
export function curvePicture({ timeline: { curve } }: Model): Paint {
  return (pen, width, height, inks) => {
    const { t, counts } = curve;
    if (t.length < 2) return;
    const [fromMs, untilMs] = [t.at(0), t.at(t.length - 1)];
    const plot = { width: width - SIDE_PX, height: height - AXIS_PX };
    let most = 1;
    for (let point = 0; point < t.length; point++) {
      most = Math.max(
        most,
        counts.reduce((sum, column) => sum + column.at(point), 0),
      );
    }
    let point = 0;
    for (let x = 0; x < plot.width; x++) {
      const atMs = fromMs + ((x + 1) / plot.width) * (untilMs - fromMs);
      while (point < t.length - 1 && t.at(point + 1) <= atMs) point++;
      let bottom = plot.height;
      for (const code of STACK) {
        const tall = ((counts[code]?.at(point) ?? 0) / most) * plot.height;
        bottom -= tall;
        if (tall > 0 && code !== CODE.ended)
          pen.rect(SIDE_PX + x, bottom, 1.05, tall, COLOURS[code] ?? inks.muted);
      }
    }
    for (const share of [0, 0.5, 1]) {
      const y = plot.height * (1 - share);
      pen.text(SIDE_PX - 6, Math.max(10, y + 4), String(Math.round(most * share)), inks.muted, 'right');
    }
    for (const atMs of ticksOf(fromMs, untilMs, Math.floor(plot.width / 90))) {
      const x = SIDE_PX + ((atMs - fromMs) / (untilMs - fromMs)) * plot.width;
      pen.text(x, height - 5, clockTime(atMs), inks.muted, 'middle');
    }
  };
}
