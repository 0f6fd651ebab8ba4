export {
  observeEpidemic,
  type EpidemicFollower,
  type EpidemicListener,
  type Observed,
  type Observer,
  type WatchState,
} from './observe.ts';
export type { Way } from './reach.ts';
