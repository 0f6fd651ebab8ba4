// Experiments in Chaos Toolkit's format: read and checked, run, and everything that runs them.
export { systemClock } from './engine/clock.ts';
export type { ExperimentEvent } from './engine/events.ts';
export type { ExperimentVerdict, Journal } from './engine/journal.ts';
export { hitNames } from './engine/hit-names.ts';
export { refusals } from './engine/refusals.ts';
export { runExperiment, type RunOptions } from './engine/run-experiment.ts';
export { describeExperiment } from './format/describe.ts';
export { readExperiment, type ReadExperiment } from './format/read-experiment.ts';
export type { ProviderSpec } from './experiment.ts';
export { createProviders } from './providers/create-providers.ts';
export { hitOf } from './providers/hit-of.ts';
export type { OwnAction, OwnActions } from './providers/own.ts';
export { providerFor, type ActivityContext, type Preview, type Providers } from './providers/provider.ts';
export type { Json, JsonObject } from './json.ts';
export { readTyped } from './values/load-values.ts';
