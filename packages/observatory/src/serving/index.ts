export type { Status } from '../protocol/snapshot.ts';
