export type { Case } from './cases/case.ts';
export { Engine, type EngineEvent, type Listener } from './engine/engine.ts';
export type { Death, MachineTimes, Model, ProbeTiming, Range } from './engine/model.ts';
export { COUNT } from './engine/tally.ts';
