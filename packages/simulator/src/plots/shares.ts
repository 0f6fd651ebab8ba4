import { loadDrawing } from './drawing.ts';
import { figure, MARGINS, WIDTH_PX, X_LABEL, type Words } from './figure.ts';
import { INK } from './ink.ts';
import { needSome } from './need-some.ts';

/** How many of the runs with one setting were alive in the end, with the ends of the interval; shares are 0 to 1. */
export type SharePoint = Readonly<{ x: number; share: number; low: number; high: number }>;

/** A share as one setting varies. */
export type SharesPlot = Words &
  Readonly<{
    /** The setting with its unit: `symptom delay (s)`. */
    xLabel: string;
    /** What the share is of: `runs alive after 1 h`. */
    quantity: string;
    /** A share that settings are told apart by, which gets a line. */
    level: number;
    points: readonly SharePoint[];
  }>;

const HEIGHT_PX = 360;
/** Values at which a scale that is even would put nearly all into one corner: the largest is so much more than the smallest. */
const LARGE_RATIO = 50;

/**
 * A share with its interval at each value of a setting, as SVG. Points are joined, but nothing is known between them. The axis of a
 * setting that goes far is logarithmic.
 *
 * @throws {SimulatorError} SIMULATOR_PLOT
 */
export async function sharesPlot({ points, xLabel, quantity, level, ...words }: SharesPlot): Promise<string> {
  needSome(points);
  const drawing = await loadDrawing();
  const { Plot, document } = drawing;
  const rows = points
    .map(({ x, share, low, high }) => ({ x, share: 100 * share, low: 100 * low, high: 100 * high }))
    .toSorted((one, other) => one.x - other.x);
  const isFar = rows[0]!.x > 0 && rows.at(-1)!.x / rows[0]!.x >= LARGE_RATIO;
  const element = Plot.plot({
    document: document as never,
    width: WIDTH_PX,
    height: HEIGHT_PX,
    ...MARGINS,
    insetLeft: 12,
    insetRight: 12,
    x: { label: xLabel, type: isFar ? 'log' : 'linear', ...(isFar ? { tickFormat: '~s' } : {}), ...X_LABEL },
    y: { label: `${quantity} (%)`, domain: [0, 100], grid: true },
    marks: [
      Plot.ruleY([0]),
      Plot.ruleY([100 * level], { stroke: INK.points, strokeDasharray: '4 3' }),
      Plot.lineY(rows, { x: 'x', y: 'share', stroke: INK.faint, strokeWidth: 1.5 }),
      Plot.ruleX(rows, { x: 'x', y1: 'low', y2: 'high', stroke: INK.line, strokeWidth: 2 }),
      Plot.dot(rows, { x: 'x', y: 'share', r: 3.5, fill: INK.line }),
    ],
  });
  return figure(words, [{ content: element, heightPx: HEIGHT_PX }], drawing);
}
