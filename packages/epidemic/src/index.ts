export {
  CONDITIONS,
  NO_EPIDEMIC,
  type Condition,
  type Counts,
  type Epidemic,
  type Podder,
} from './epidemic.ts';
export type { EpidemicEvent } from './events.ts';
export type { Infection, InfectionLog, OnInfection, Parent } from './infection-log.ts';
export type { End, Observation, PodSight } from './observation.ts';
export { readPod, type PodFacts, type PodObject } from './pod-facts.ts';
export { readReport, type InfectionState, type Report, type Sneezes } from './report.ts';
export { createEpidemicStore, type EpidemicStore, type StoreOptions } from './store.ts';
