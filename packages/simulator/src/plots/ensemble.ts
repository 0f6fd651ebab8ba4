import { bandsElement, bandsKey, type Bands } from './bands.ts';
import { loadDrawing } from './drawing.ts';
import { figure, type Part, type Words } from './figure.ts';
import { keyOf, KEY_PX } from './key.ts';
import { needSome } from './need-some.ts';
import { survivalElement, type SurvivalPoint } from './survival.ts';

/** Many runs of one model: how many are alive as time goes on, and what podders were meanwhile. */
export type EnsemblePlot = Words &
  Readonly<{
    /** Where time ends. */
    untilMs: number;
    survival: readonly SurvivalPoint[];
    /** What the bands are: `5 to 95 % of 200 runs`. */
    band: string;
    bands: readonly Bands[];
  }>;

const SURVIVAL_PX = 260;
const BANDS_PX = 190;

/**
 * The survival curve of many runs with its interval, and below it what podders were: all on the same axis of time, as SVG.
 *
 * @throws {SimulatorError} SIMULATOR_PLOT
 */
export async function ensemblePlot({
  untilMs,
  survival,
  band,
  bands,
  ...words
}: EnsemblePlot): Promise<string> {
  needSome(survival);
  const drawing = await loadDrawing();
  const parts: Part[] = [
    { content: survivalElement(drawing, survival, untilMs, SURVIVAL_PX), heightPx: SURVIVAL_PX + 12 },
    { content: keyOf(bandsKey(band)), heightPx: KEY_PX },
    ...bands.map((each, index) => ({
      content: bandsElement(drawing, each, untilMs, BANDS_PX, index === bands.length - 1),
      heightPx: BANDS_PX + 6,
    })),
  ];
  return figure(words, parts, drawing);
}
