export type { Case } from './cases/case.ts';
export { Engine, type EngineEvent, type Listener } from './engine/engine.ts';
export type { Death, MachineTimes, Model, ProbeTiming, Range } from './engine/model.ts';
export { COUNT } from './engine/tally.ts';
export { SIMULATOR_ERROR_CODES, SimulatorError, type SimulatorErrorCode } from './errors.ts';
export { simulate, type SimulatedEvent, type SimulateOptions } from './observing/simulate.ts';
export {
  createModel,
  MAX_DELAY_MS,
  MAX_PODS,
  MAX_UNTIL_MS,
  ONE_SNEEZE,
  PROFILES,
  settingsFromObjects,
  type ObjectsSettings,
  type Outbreak,
  type Profile,
  type ProfileName,
  type SettingChanges,
  type SettingName,
  type SimulationSettings,
} from './settings/index.ts';
export { Storyteller } from './stories/storyteller.ts';
export type { Generation, Story } from './stories/story.ts';
export { survivalOf, type Survival } from './stories/survival.ts';
