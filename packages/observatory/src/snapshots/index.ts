export { emptySnapshot } from './empty-snapshot.ts';
export { snapshotOf, type SnapshotLimits } from './snapshot-of.ts';
