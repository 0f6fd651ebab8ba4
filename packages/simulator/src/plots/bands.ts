import { loadDrawing } from './drawing.ts';
import { figure, MARGINS, WIDTH_PX, X_LABEL, type Words } from './figure.ts';
import { INK } from './ink.ts';
import { keyOf } from './key.ts';
import { needSome } from './need-some.ts';
import { timeUnitOf } from './time-axis.ts';

/** The middle of many runs at one time, and what most of them lie between. */
export type BandPoint = Readonly<{ atMs: number; median: number; low: number; high: number }>;

/** One point of a recording. */
export type RecordedPoint = Readonly<{ atMs: number; value: number }>;

/** A quantity of many simulated runs, and of one recording where there is one. */
export type BandsPlot = Words &
  Readonly<{
    /** What is counted, with its unit: `ready podders`. */
    quantity: string;
    /** What the band is: `5 to 95 % of 200 runs`. */
    band: string;
    points: readonly BandPoint[];
    recorded?: readonly RecordedPoint[];
  }>;

const HEIGHT_PX = 340;

/**
 * Median and band of a series, with the points of a recording over it, as SVG.
 *
 * @throws {SimulatorError} SIMULATOR_PLOT
 */
export async function bandsPlot({
  points,
  recorded = [],
  quantity,
  band,
  ...words
}: BandsPlot): Promise<string> {
  needSome(points);
  const drawing = await loadDrawing();
  const { Plot, document } = drawing;
  const unit = timeUnitOf(Math.max(points.at(-1)!.atMs, recorded.at(-1)?.atMs ?? 0));
  const simulated = points.map((point) => ({ ...point, time: point.atMs / unit.ms }));
  const seen = recorded.map(({ atMs, value }) => ({ time: atMs / unit.ms, value }));
  const key = [
    { name: 'median', colour: INK.line },
    { name: band, colour: INK.band },
    ...(seen.length === 0 ? [] : [{ name: 'recorded', colour: INK.points }]),
  ];
  const element = Plot.plot({
    document: document as never,
    width: WIDTH_PX,
    height: HEIGHT_PX,
    ...MARGINS,
    x: { label: `time since the first sneeze (${unit.name})`, ...X_LABEL },
    y: { label: quantity, grid: true, zero: true },
    marks: [
      Plot.areaY(simulated, { x: 'time', y1: 'low', y2: 'high', fill: INK.band }),
      Plot.lineY(simulated, { x: 'time', y: 'median', stroke: INK.line, strokeWidth: 2 }),
      Plot.dot(seen, { x: 'time', y: 'value', r: 2, fill: INK.points }),
      Plot.ruleY([0]),
    ],
  });
  return figure(
    words,
    [
      { content: keyOf(key), heightPx: 30 },
      { content: element, heightPx: HEIGHT_PX },
    ],
    drawing,
  );
}
