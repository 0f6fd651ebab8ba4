export { watchEvents, type WatchEvent } from '../answers/watch-events.ts';
export type { RetryMs } from './back-off.ts';
export type { EarOptions } from './ear.ts';
export type { ObjectListener, WatchedObject } from './known-objects.ts';
export type { PulseMs } from './pulse.ts';
export { limitSilence, type SilenceLimit } from './silence.ts';
export { watchLoop, type Watcher, type WatchRules, type WatchSteps } from './watch-loop.ts';
export { watchResource, type WatchOptions } from './watch-resource.ts';
