export { emptySnapshot } from './empty-snapshot.ts';
export { passedOn } from './passed-on.ts';
export { snapshotOf, type SnapshotLimits } from './snapshot-of.ts';
