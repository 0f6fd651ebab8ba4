import { loadDrawing, type Drawing, type SvgElement } from './drawing.ts';
import { figure, MARGINS, WIDTH_PX, X_LABEL, type Words } from './figure.ts';
import { INK } from './ink.ts';
import { needSome } from './need-some.ts';
import { timeLabelOf, timeUnitOf } from './time-axis.ts';

/** The share of runs that were alive from a time on, with the ends of its interval; shares are 0 to 1. */
export type SurvivalPoint = Readonly<{ atMs: number; share: number; low: number; high: number }>;

const HEIGHT_PX = 340;

/**
 * A survival curve with its interval, as SVG. Points are in the order of time; each holds until the next, and the last until
 * `untilMs`.
 *
 * @throws {SimulatorError} SIMULATOR_PLOT
 */
export async function survivalPlot(
  points: readonly SurvivalPoint[],
  untilMs: number,
  words: Words,
): Promise<string> {
  needSome(points);
  const drawing = await loadDrawing();
  const content = survivalElement(drawing, points, untilMs, HEIGHT_PX);
  return figure(words, [{ content, heightPx: HEIGHT_PX }], drawing);
}

/** The curve alone, up to `untilMs`. */
export function survivalElement(
  { Plot, document }: Drawing,
  points: readonly SurvivalPoint[],
  untilMs: number,
  heightPx: number,
): SvgElement {
  const unit = timeUnitOf(untilMs);
  const steps = [...points, { ...points.at(-1)!, atMs: untilMs }].map((point) => ({
    time: point.atMs / unit.ms,
    alive: 100 * point.share,
    low: 100 * point.low,
    high: 100 * point.high,
  }));
  return Plot.plot({
    document: document as never,
    width: WIDTH_PX,
    height: heightPx,
    ...MARGINS,
    x: { label: timeLabelOf(unit), domain: [0, untilMs / unit.ms], ...X_LABEL },
    y: { label: 'runs in which somebody is still infected (%)', domain: [0, 100], grid: true },
    marks: [
      Plot.areaY(steps, { x: 'time', y1: 'low', y2: 'high', curve: 'step-after', fill: INK.band }),
      Plot.lineY(steps, { x: 'time', y: 'alive', curve: 'step-after', stroke: INK.line, strokeWidth: 2 }),
      Plot.ruleY([0]),
    ],
  });
}
