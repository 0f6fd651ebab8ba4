import { loadDrawing } from './drawing.ts';
import { figure, WIDTH_PX, type Words } from './figure.ts';
import { needSome } from './need-some.ts';

/**
 * How many of the runs with two settings were alive in the end; `share` is 0 to 1. `isOpen` where it is not known on which side of the
 * level that settings are told apart by it is.
 */
export type PhaseCell = Readonly<{ x: Setting; y: Setting; share: number; isOpen?: boolean }>;

/** A number, or a word, of which all of an axis are. */
type Setting = number | string;

/** A phase diagram: two settings, with their units in the labels. */
export type PhaseDiagram = Words &
  Readonly<{
    xLabel: string;
    yLabel: string;
    /** What the share is of: `alive after 1 h`. */
    quantity: string;
    cells: readonly PhaseCell[];
  }>;

const ROW_PX = 30;
const AXIS_PX = 60;
/** Cells at least as wide say their number. */
const WIDTH_OF_A_NUMBER_PX = 30;
const LEFT_PX = 70;
/** Labels of an axis are at least as far apart. */
const TICK_PX = 34;
const COLOURS = 10;

/**
 * A phase diagram as SVG: a coloured cell for each pair of settings, and a scale of the colours. Settings stand in their order at
 * equal distances, since what is swept is seldom so.
 *
 * @throws {SimulatorError} SIMULATOR_PLOT
 */
export async function phaseDiagram({
  cells,
  xLabel,
  yLabel,
  quantity,
  ...words
}: PhaseDiagram): Promise<string> {
  needSome(cells);
  const drawing = await loadDrawing();
  const { Plot, document } = drawing;
  const xs = valuesOf(cells.map(({ x }) => x));
  const ys = valuesOf(cells.map(({ y }) => y)).toReversed();
  const cellPx = (WIDTH_PX - LEFT_PX - 20) / xs.length;
  const every = Math.ceil(TICK_PX / cellPx);
  const heightPx = AXIS_PX + ys.length * ROW_PX;
  const rows = cells.map(({ x, y, share, isOpen }) => ({
    x,
    y,
    percent: 100 * share,
    mark: isOpen === true ? '?' : '',
  }));
  const color = {
    type: 'quantize',
    scheme: 'viridis',
    n: COLOURS,
    domain: [0, 100],
    label: `${quantity} (% of runs)`,
  } as const;
  const written = cellPx < WIDTH_OF_A_NUMBER_PX ? [] : rows;
  const element = Plot.plot({
    document: document as never,
    width: WIDTH_PX,
    height: heightPx,
    marginLeft: LEFT_PX,
    marginBottom: 42,
    padding: 0.04,
    x: { label: xLabel, type: 'band', domain: xs, ticks: xs.filter((_, index) => index % every === 0) },
    y: { label: yLabel, type: 'band', domain: ys },
    color,
    marks: [
      Plot.cell(rows, { x: 'x', y: 'y', fill: 'percent' }),
      Plot.text(written, {
        x: 'x',
        y: 'y',
        text: ({ percent, mark }: { percent: number; mark: string }) => `${Math.round(percent)}${mark}`,
        fill: ({ percent }: { percent: number }) => (percent < 60 ? 'white' : 'black'),
      }),
    ],
  });
  const scale = element.legend('color', { width: 300 });
  return figure(
    words,
    [...(scale === undefined ? [] : [{ content: scale, heightPx: 55 }]), { content: element, heightPx }],
    drawing,
  );
}

/** Numbers from the least to the most, words as they come. */
function valuesOf(values: readonly Setting[]): Setting[] {
  return [...new Set(values)].toSorted((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : 0,
  );
}
