import type { GoldpingerAnswer, PodDetail, PodEvents } from '../protocol/details.ts';
import type { Frame } from '../protocol/frame.ts';
import type { Snapshot, Status } from '../protocol/snapshot.ts';

/** Who is told what a feed learns. */
export type FeedListener = Readonly<{
  /** What has changed, at most ten times a second. */
  onFrame: (frame: Frame) => void;
  /** How the source is doing, whenever that changes in more than its age. */
  onStatus: (status: Status) => void;
  /** Numbers mean something else from now on, under another epoch: whoever listens begins anew with a snapshot. */
  onReset: () => void;
}>;

/** What a page may ask of a cluster besides; each may take a moment, and none changes anything. */
export type FeedDetails = Readonly<{
  /** Undefined for a pod that nobody knows. */
  pod: (uid: string) => Promise<PodDetail | undefined>;
  podEvents: () => PodEvents;
  goldpinger: () => Promise<GoldpingerAnswer>;
}>;

/** The file that a replay is of. */
export type RecordingFile = Readonly<{ path: string; isCompressed: boolean }>;

/** Where snapshots and frames come from: a cluster, a recording, or numbers made up. */
export type Feed = Readonly<{
  /** Of this start; changes with `onReset` only. */
  readonly epoch: string;
  /** The last frame there was. */
  readonly cursor: number;
  /** All that is so now: the frame `cursor` is in it, the next one is not. */
  snapshot: () => Snapshot;
  status: () => Status;
  /** Tells from now on; returns how to end that. */
  subscribe: (listener: FeedListener) => () => void;
  /** Only of a cluster. */
  details?: FeedDetails;
  /** Only of a replay. */
  recording?: RecordingFile;
  close: () => Promise<void>;
}>;
