import type { Kind } from '../registry/kind.ts';
import type { Clock } from '../machinery/clock.ts';
import type { KubeObject } from '../machinery/objects.ts';
import type { Form } from './accept.ts';
import { MAX_REMEMBERED_FRAMES } from '../machinery/limits.ts';
import { columnDefinitions, partialMetadata, table, tableRow, type IncludeObject } from './table.ts';

/** In which form the events of a watch are sent. */
export type EventForm = Readonly<{
  as: 'object' | 'metadata' | 'table';
  metaVersion: Form['metaVersion'];
  include: IncludeObject;
}>;

/** The kinds of events that are about an object. */
export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** Writes events of watches as bytes, each once however many watchers it goes to. */
export type EventFrames = Readonly<{
  /**
   * The line for an event. `first` says that it is the first of its watch, which for a Table brings the headings.
   */
  event: (kind: Kind, type: EventType, object: KubeObject, form: EventForm, first: boolean) => Buffer;
  /** The line for a bookmark. */
  bookmark: (
    kind: Kind,
    resourceVersion: string,
    form: EventForm,
    annotations?: Record<string, string>,
  ) => Buffer;
  /** Drops what is remembered of an object that is not the present one any more; whoever still asks for it pays again. */
  forget: (object: KubeObject) => void;
}>;

type Frame = { bytes: Buffer; second: number };

/**
 * Makes a writer that remembers what it wrote of the objects it was last asked for. A Table has ages in it, so there a
 * line is good for the second it was written in.
 */
export function createEventFrames(clock: Clock): EventFrames {
  // In the order in which objects were first asked for.
  const framesByObject = new Map<KubeObject, Map<string, Frame>>();

  const event: EventFrames['event'] = (kind, type, object, form, first) => {
    const isTable = form.as === 'table';
    const nowMs = clock.nowMs();
    const second = isTable ? Math.floor(nowMs / 1000) : 0;
    const key = isTable
      ? `${type} ${form.metaVersion} ${form.include} ${first}`
      : `${type} ${form.as} ${form.metaVersion}`;
    let frames = framesByObject.get(object);
    if (frames === undefined) framesByObject.set(object, (frames = new Map()));
    if (framesByObject.size > MAX_REMEMBERED_FRAMES) {
      for (const oldest of framesByObject.keys()) {
        framesByObject.delete(oldest);
        break;
      }
    }
    const known = frames.get(key);
    if (known !== undefined && known.second === second) return known.bytes;
    const bytes = line(type, represent(kind, object, form, first, nowMs));
    frames.set(key, { bytes, second });
    return bytes;
  };

  const bookmark: EventFrames['bookmark'] = (kind, resourceVersion, form, annotations) => {
    const metadata = {
      resourceVersion,
      creationTimestamp: null,
      ...(annotations === undefined ? {} : { annotations }),
    };
    const partial = partialMetadata({ metadata: metadata as never }, form.metaVersion);
    if (form.as === 'metadata') return line('BOOKMARK', partial);
    if (form.as === 'table') {
      const rows = [{ cells: kind.columns.map(() => ''), object: partial }];
      return line('BOOKMARK', table(form.metaVersion, { resourceVersion }, null, rows));
    }
    const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
    return line('BOOKMARK', { kind: kind.kind, apiVersion, metadata });
  };

  return { event, bookmark, forget: (object) => void framesByObject.delete(object) };
}

function represent(kind: Kind, object: KubeObject, form: EventForm, first: boolean, nowMs: number): object {
  if (form.as === 'object') return object;
  if (form.as === 'metadata') return partialMetadata(object, form.metaVersion);
  const row = tableRow(kind, object, nowMs, form.include, form.metaVersion);
  const columns = first ? columnDefinitions(kind.columns) : null;
  return table(form.metaVersion, { resourceVersion: object.metadata.resourceVersion }, columns, [row]);
}

/** An event as it goes over the wire: JSON and a newline. */
export function line(type: string, object: object): Buffer {
  return Buffer.from(`${JSON.stringify({ type, object })}\n`);
}
