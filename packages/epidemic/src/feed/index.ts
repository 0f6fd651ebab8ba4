export { observeEpidemic, type EpidemicListener, type Observed, type Observer } from './observe.ts';
