import { countAxis } from './count-axis.ts';
import { loadDrawing, type Drawing, type SvgElement } from './drawing.ts';
import { figure, MARGINS, WIDTH_PX, X_LABEL, type Words } from './figure.ts';
import { INK } from './ink.ts';
import { keyOf, KEY_PX } from './key.ts';
import { needSome } from './need-some.ts';
import { timeLabelOf, timeUnitOf } from './time-axis.ts';

/** The middle of many runs at one time, and what most of them lie between. */
export type BandPoint = Readonly<{ atMs: number; median: number; low: number; high: number }>;

/** One point of a recording. */
export type RecordedPoint = Readonly<{ atMs: number; value: number }>;

/** A quantity of many simulated runs, and of one recording where there is one. */
export type Bands = Readonly<{
  /** What is counted, with its unit: `ready podders`. */
  quantity: string;
  points: readonly BandPoint[];
  recorded?: readonly RecordedPoint[];
}>;

/** A plot of them; `band` is what the band is: `5 to 95 % of 200 runs`. */
export type BandsPlot = Words & Bands & Readonly<{ band: string }>;

const HEIGHT_PX = 340;

/** Room below an axis of time whose label stands below another one. */
const UNLABELLED_PX = 24;

/**
 * Median and band of a series, with the points of a recording over it, as SVG.
 *
 * @throws {SimulatorError} SIMULATOR_PLOT
 */
export async function bandsPlot({ band, ...plot }: BandsPlot): Promise<string> {
  const { points, recorded = [] } = plot;
  needSome(points);
  const drawing = await loadDrawing();
  const untilMs = Math.max(points.at(-1)!.atMs, recorded.at(-1)?.atMs ?? 0);
  const content = bandsElement(drawing, plot, untilMs, HEIGHT_PX);
  const key = keyOf([...bandsKey(band), ...(recorded.length === 0 ? [] : [RECORDED])]);
  return figure(
    plot,
    [
      { content: key, heightPx: KEY_PX },
      { content, heightPx: HEIGHT_PX },
    ],
    drawing,
  );
}

/** What its colours are. */
export function bandsKey(band: string): Parameters<typeof keyOf>[0] {
  return [
    { name: 'median', colour: INK.line },
    { name: band, colour: INK.band },
  ];
}

const RECORDED = { name: 'recorded', colour: INK.points } as const;

/** Median, band and points alone, up to `untilMs`. */
export function bandsElement(
  { Plot, document }: Drawing,
  { points, recorded = [], quantity }: Bands,
  untilMs: number,
  heightPx: number,
  hasTimeLabel = true,
): SvgElement {
  const unit = timeUnitOf(untilMs);
  const simulated = points.map((point) => ({ ...point, time: point.atMs / unit.ms }));
  const seen = recorded.map(({ atMs, value }) => ({ time: atMs / unit.ms, value }));
  return Plot.plot({
    document: document as never,
    width: WIDTH_PX,
    height: heightPx,
    ...MARGINS,
    ...(hasTimeLabel ? {} : { marginBottom: UNLABELLED_PX }),
    x: { label: hasTimeLabel ? timeLabelOf(unit) : null, domain: [0, untilMs / unit.ms], ...X_LABEL },
    y: countAxis(quantity, [...points.map(({ high }) => high), ...recorded.map(({ value }) => value)]),
    marks: [
      Plot.areaY(simulated, { x: 'time', y1: 'low', y2: 'high', fill: INK.band }),
      Plot.lineY(simulated, { x: 'time', y: 'median', stroke: INK.line, strokeWidth: 2 }),
      Plot.dot(seen, { x: 'time', y: 'value', r: 2, fill: INK.points }),
      Plot.ruleY([0]),
    ],
  });
}
