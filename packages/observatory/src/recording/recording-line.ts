import { MOST_NUMBERED } from './limits.ts';
import type { Frame, Keyframe, RecordingLine } from '../protocol/frame.ts';
import { PROTOCOL_VERSION, type Snapshot, type Status } from '../protocol/snapshot.ts';

/** The version of recordings that is read. */
export const RECORDING_VERSION = 1;

/** Reads one line, and looks whether it is whole. Throws an error that says what was expected of it. */
export function readRecordingLine(text: string): RecordingLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`expected JSON, got ${shown(text)}`);
  }
  if (!isObject(value)) throw new Error(`expected an object, got ${shown(text)}`);
  if ('podContagionRecording' in value) return readHead(value);
  if ('snapshot' in value) return { snapshot: readSnapshot(value['snapshot']) };
  if ('frame' in value) return { frame: readFrame(value['frame']) };
  if ('keyframe' in value) return { keyframe: readKeyframe(value['keyframe']) };
  if ('status' in value) return { t: numberIn(value, 't'), status: readStatus(value['status']) };
  throw new Error(`expected a snapshot, a frame, a keyframe or a status, got ${shown(text)}`);
}

/** The beginning of a line, with what a terminal would act on written out. */
function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

type Fields = Readonly<Record<string, unknown>>;

function readHead(value: Fields): RecordingLine {
  const version = value['podContagionRecording'];
  if (version !== RECORDING_VERSION) {
    throw new Error(`expected version ${RECORDING_VERSION} of recordings, got ${JSON.stringify(version)}`);
  }
  return { podContagionRecording: RECORDING_VERSION, startedAt: numberIn(value, 'startedAt') };
}

function readSnapshot(value: unknown): Snapshot {
  const snapshot = objectOf(value, 'snapshot');
  if (snapshot['v'] !== PROTOCOL_VERSION) {
    throw new Error(
      `expected version ${PROTOCOL_VERSION} of snapshots, got ${JSON.stringify(snapshot['v'])}`,
    );
  }
  for (const name of ['cursor', 't']) numberIn(snapshot, name);
  const pods = objectOf(snapshot['pods'], 'pods');
  const columnsOfPods = ['uid', 'name', 'node', 'owner', 'condition', 'ready', 'restarts'];
  // Recordings of before there were labels have none.
  sameLength(pods, 'labels' in pods ? [...columnsOfPods, 'labels'] : columnsOfPods);
  if ('labelSets' in snapshot) listIn(snapshot, 'labelSets');
  const infections = objectOf(snapshot['infections'], 'infections');
  const columns = ['pod', 'container', 'strain', 'generation', 'parent', 'exposedAt', 'symptomaticAt'];
  sameLength(infections, [...columns, 'endedAt', 'sent', 'answered']);
  numberIn(pods, 'first');
  numberIn(infections, 'first');
  const history = objectOf(snapshot['history'], 'history');
  sameLength(history, ['t', 'ready', 'restarts']);
  for (const name of ['strains', 'runs']) listIn(snapshot, name);
  listIn(history, 'counts');
  objectOf(snapshot['source'], 'source');
  objectOf(snapshot['totals'], 'totals');
  readStatus(snapshot['status']);
  return value as Snapshot;
}

function readFrame(value: unknown): Frame {
  const frame = objectOf(value, 'frame');
  for (const name of ['n', 't']) numberIn(frame, name);
  sameLength({ i: [], c: [], y: [], r: [], ...frame }, ['i', 'c', 'y', 'r']);
  for (const name of ['i', 'c', 'y', 'r']) {
    const column = (frame[name] ?? []) as readonly unknown[];
    if (!column.every(name === 'i' ? isNumbered : isCount))
      throw new Error(`expected whole numbers in ${name}${name === 'i' ? ` below ${MOST_NUMBERED}` : ''}`);
  }
  rowsIn(frame, 'pods', 5);
  rowsIn(frame, 'labels', 2);
  rowsIn(frame, 'inf', 11);
  rowsIn(frame, 'course', 5);
  for (const name of ['strains', 'runs', 'labelSets']) if (name in frame) listIn(frame, name);
  return value as Frame;
}

function readKeyframe(value: unknown): Keyframe {
  const keyframe = objectOf(value, 'keyframe');
  for (const name of ['n', 't']) numberIn(keyframe, name);
  const { c, y } = keyframe;
  const restarts = listIn(keyframe, 'r');
  const isDigits = (text: unknown): text is string => typeof text === 'string' && /^\d*$/.test(text);
  if (!isDigits(c) || !isDigits(y) || c.length !== y.length || restarts.length !== c.length) {
    throw new Error('expected columns of one length in a keyframe');
  }
  return value as Keyframe;
}

function readStatus(value: unknown): Status {
  const status = objectOf(value, 'status');
  if (typeof status['state'] !== 'string') throw new Error('expected a state');
  return value as Status;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown, name: string): Fields {
  if (!isObject(value)) throw new Error(`expected an object as ${name}`);
  return value;
}

function numberIn(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`expected a number as ${name}`);
  return value;
}

function listIn(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new Error(`expected a list as ${name}`);
  return value as readonly unknown[];
}

function sameLength(fields: Fields, names: readonly string[]): void {
  const lengths = new Set(names.map((name) => listIn(fields, name).length));
  if (lengths.size > 1) throw new Error(`expected columns of one length: ${names.join(', ')}`);
}

function rowsIn(fields: Fields, name: string, length: number): void {
  if (!(name in fields)) return;
  const isRow = (row: unknown): boolean => Array.isArray(row) && row.length === length && isNumbered(row[0]);
  if (!listIn(fields, name).every(isRow))
    throw new Error(
      `expected rows of ${length} fields in ${name}, the first a number below ${MOST_NUMBERED}`,
    );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isNumbered(value: unknown): boolean {
  return isCount(value) && (value as number) < MOST_NUMBERED;
}
