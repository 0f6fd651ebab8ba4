export type { Case } from './cases/case.ts';
export { MAX_CASES } from './cases/limits.ts';
export { Recorder } from './cases/recorder.ts';
export { Engine, type EngineEvent, type Listener } from './engine/engine.ts';
export {
  CONDITION_COUNTS,
  mostPods,
  type Action,
  type Amount,
  type Caps,
  type ConditionCount,
  type Done,
  type Intervention,
  type Moment,
} from './engine/intervention.ts';
export type { Death, MachineTimes, Model, Nodes, ProbeTiming, Range } from './engine/model.ts';
export { ONE_SNEEZE, type Outbreak } from './engine/outbreak.ts';
export { placesOf } from './engine/population.ts';
export { PRESENT_MS, type PresentPod } from './engine/present.ts';
export * as COUNT from './engine/count.ts';
export { SIMULATOR_ERROR_CODES, SimulatorError, type SimulatorErrorCode } from './errors.ts';
export { backOffAfter, type BackOffNow } from './observing/back-off-after.ts';
export { ObservedRun, type SimulatedEvent, type SimulateOptions } from './observing/observed-run.ts';
export { simulate } from './observing/simulate.ts';
export { calibrate, type Candidate, type Round } from './recordings/calibrate.ts';
export { compare, CURVES, type Beside, type Comparison, type Curve } from './recordings/compare.ts';
export { parseRecording } from './recordings/parse-recording.ts';
export type { Recording } from './recordings/recording.ts';
export { parseIntervention } from './settings/interventions/parse-intervention.ts';
export {
  checkTime,
  createModel,
  MAX_DELAY_MS,
  MAX_MACHINE_MS,
  MAX_NODE_CORES,
  MAX_NODES,
  MAX_PODS,
  MAX_STRAINS,
  MAX_UNTIL_MS,
  PROFILES,
  settingsFromObjects,
  type ObjectsSettings,
  type Profile,
  type ProfileName,
  type SettingChanges,
  type SettingName,
  type SimulationSettings,
} from './settings/index.ts';
export { runSeed } from './ensembles/run-seed.ts';
export { Storyteller } from './stories/storyteller.ts';
export {
  createSeries,
  lengthOfSeries,
  noteSeries,
  pointsOf,
  SERIES,
  type Series,
  type SeriesName,
  type SeriesPoint,
} from './stories/series.ts';
export type { Generation, Story } from './stories/story.ts';
export type { StrainStory } from './stories/strain-log.ts';
export { survivalOf, type Survival } from './stories/survival.ts';
export { AXES, parseAxis, parseAxisValue, wordsOf, type Axis, type AxisName } from './sweeps/axis.ts';
export { BLOCK_RUNS, type BlockResult } from './sweeps/block.ts';
export { cellsOf, MAX_CELLS, type Cell } from './sweeps/cell.ts';
export { checkBlocks } from './sweeps/check-blocks.ts';
export { compareCells, type CellDifference } from './sweeps/compare-cells.ts';
export { moveBlocks, refineAxes } from './sweeps/refine.ts';
export {
  blockLine,
  gridLine,
  headerLine,
  parseSweepFile,
  type SweepFile,
  type SweepGrid,
  type SweepHeader,
} from './sweeps/sweep-file.ts';
export { nextBlock, sweep, type CellState, type Precision } from './sweeps/sweep.ts';
export type { Estimate } from './statistics/estimate.ts';
export { wilson } from './statistics/wilson.ts';
