import type { ChaosRun, Snapshot, Status } from './snapshot.ts';

/** A pod that is new: its number, uid, name, node, and the name of what made it. */
export type PodRow = readonly [pod: number, uid: string, name: string, node: string, owner: string];

/** Which labels a pod has: its number, and their place in the list of all sets of labels. */
export type LabelRow = readonly [pod: number, labels: number];

/**
 * An infection that is new, or of which more is known: its number, pod, parent, generation, strain (place in the list of all), when it
 * was exposed, fell ill and ended, as ms before `t` of the frame (null where not known or not yet), the sneezes it sent and was
 * answered (UNKNOWN before it tells), and its container.
 */
export type InfectionRow = readonly [
  id: number,
  pod: number,
  parent: number,
  generation: number,
  strain: number,
  exposed: number | null,
  symptomatic: number | null,
  ended: number | null,
  sent: number,
  answered: number,
  container: string,
];

/** What an infection has come to since: its number, when it fell ill and ended (as in InfectionRow), sneezes sent and answered. */
export type InfectionCourse = readonly [
  id: number,
  symptomatic: number | null,
  ended: number | null,
  sent: number,
  answered: number,
];

/** What has changed since the frame before, each pod and each infection once. What did not change is left out. */
export type Frame = Readonly<{
  /** Its cursor, one more than that of the frame before. */
  n: number;
  /** In ms since 1970. */
  t: number;
  /** Strains that are new, in the order of their numbers. */
  strains?: readonly string[];
  pods?: readonly PodRow[];
  /** Sets of labels that are new, in the order of their numbers; and pods that are new or have other labels than before. */
  labelSets?: readonly string[];
  labels?: readonly LabelRow[];
  /** Pods that changed, and what they are now: four columns of one length. */
  i?: readonly number[];
  c?: readonly number[];
  /** Ready, 0 or 1. */
  y?: readonly number[];
  r?: readonly number[];
  inf?: readonly InfectionRow[];
  course?: readonly InfectionCourse[];
  runs?: readonly ChaosRun[];
}>;

/** What all pods are after a frame, as a check that none is missing and a place to begin: columns by the numbers of pods. */
export type Keyframe = Readonly<{
  /** The frame that it holds already. */
  n: number;
  t: number;
  /** A digit a pod: its code, and whether it is ready. */
  c: string;
  y: string;
  r: readonly number[];
}>;

/** A line of a recording: what it is of, a snapshot in the place of all frames before it, a frame, or how the source was doing. */
export type RecordingLine =
  | Readonly<{ podContagionRecording: 1; startedAt: number }>
  | Readonly<{ snapshot: Snapshot }>
  | Readonly<{ frame: Frame }>
  | Readonly<{ keyframe: Keyframe }>
  | Readonly<{ t: number; status: Status }>;
