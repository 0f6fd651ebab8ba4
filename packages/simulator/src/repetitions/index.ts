export { bandOf, bandsOfSeries, columnOf, type BandName, type SeriesBand } from './series-bands.ts';
export type { InstantaneousSummary } from './instantaneous.ts';
export { summarise, type CohortSummary, type Spread, type SummedRun, type Summary } from './summary.ts';
export { addTallies, NO_TALLY, type Tally } from './tally.ts';
export { tellBlock, tellWholeBlock, type Repetition, type RunRange, type ToldBlock } from './tell-block.ts';
export { rangeRuns, tellRuns, type HowMany, type RunTeller } from './tell-runs.ts';
export type { ToldRun } from './told-run.ts';
