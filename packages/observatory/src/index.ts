export { InfectionTable, MAX_INFECTIONS } from './model/infection-table.ts';
export { Model } from './model/model.ts';
export { narrowed, type Codes } from './model/narrow.ts';
export type { PackedFrames } from './model/packed-frames.ts';
export { PodTable } from './model/pod-table.ts';
export { lastUpTo, Timeline, type Change, type Moment } from './model/timeline.ts';
export { kubectl, word } from './protocol/commands.ts';
export { CODE, CONDITION_COUNT, PARENT_NONE, PARENT_UNKNOWN, UNKNOWN } from './protocol/codes.ts';
export { OBSERVATORY_ERROR_CODES, ObservatoryError, type ObservatoryErrorCode } from './errors.ts';
export type {
  ContainerEnd,
  GoldpingerAnswer,
  GoldpingerCall,
  PodDetail,
  PodEvent,
  PodEvents,
} from './protocol/details.ts';
export type {
  Frame,
  InfectionCourse,
  InfectionRow,
  Keyframe,
  LabelRow,
  PodRow,
  RecordingLine,
} from './protocol/frame.ts';
export { replayed } from './protocol/replayed.ts';
export {
  PROTOCOL_VERSION,
  type ChaosRun,
  type HistoryColumns,
  type InfectionColumns,
  type PodColumns,
  type Snapshot,
  type Source,
  type SourceKind,
  type Status,
  type Trouble,
} from './protocol/snapshot.ts';
export { SyntheticEpidemic, type SyntheticOptions } from './synthetic/synthetic-epidemic.ts';
export type { GameRules } from './protocol/game-rules.ts';
