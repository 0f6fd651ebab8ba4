import { countAxis } from './count-axis.ts';
import { loadDrawing } from './drawing.ts';
import { figure, MARGINS, WIDTH_PX, X_LABEL, type Words } from './figure.ts';
import { CURVE_INK } from './ink.ts';
import { keyOf, KEY_PX } from './key.ts';
import { needSome } from './need-some.ts';
import { timeLabelOf, timeUnitOf } from './time-axis.ts';

/** One quantity of a run, and its values at the times of the plot. */
export type Curve = Readonly<{ name: string; values: readonly number[] }>;

/** The curves of one run, at most as many as there are colours: four. */
export type RunPlot = Words &
  Readonly<{ quantity: string; atMs: readonly number[]; curves: readonly Curve[] }>;

const HEIGHT_PX = 380;

/**
 * What podders were in one run as time went on, as SVG.
 *
 * @throws {SimulatorError} SIMULATOR_PLOT
 */
export async function runPlot({ quantity, atMs, curves, ...words }: RunPlot): Promise<string> {
  needSome(atMs);
  const drawing = await loadDrawing();
  const { Plot, document } = drawing;
  const unit = timeUnitOf(atMs.at(-1)!);
  const inked = curves.map((curve, index) => ({ ...curve, colour: CURVE_INK[index]! }));
  const element = Plot.plot({
    document: document as never,
    width: WIDTH_PX,
    height: HEIGHT_PX,
    ...MARGINS,
    x: { label: timeLabelOf(unit), domain: [0, atMs.at(-1)! / unit.ms], ...X_LABEL },
    y: countAxis(
      quantity,
      curves.flatMap(({ values }) => values),
    ),
    marks: [
      Plot.ruleY([0]),
      ...inked.map(({ values, colour }) =>
        Plot.lineY(values, {
          x: (_: number, index: number) => atMs[index]! / unit.ms,
          y: (value: number) => value,
          stroke: colour,
          strokeWidth: 1.5,
          curve: 'step-after',
        }),
      ),
    ],
  });
  return figure(
    words,
    [
      { content: keyOf(inked), heightPx: KEY_PX },
      { content: element, heightPx: HEIGHT_PX },
    ],
    drawing,
  );
}
