import { emptySnapshot } from '../../src/snapshots/index.ts';
import { type Frame, type Snapshot, type Status } from '../../src/index.ts';
import type { Feed } from '../../src/serving/index.ts';
import { Listeners } from '../../src/serving/listeners.ts';

export const LIVE: Status = { state: 'live', ageMs: 0, message: null, trouble: null, asked: 0, missed: 0 };

/** A feed of one pod that learns what a test tells it, and how often it was asked for all. */
export type HandFed = Feed & {
  push: (rest?: Partial<Frame>) => Frame;
  status: () => Status;
  tell: (status: Status) => void;
  reset: (epoch: string) => void;
  snapshots: number;
};

/** Makes one; `padding` bytes make its frames as large as wanted. */
export function handFed(epoch = 'first'): HandFed {
  const listeners = new Listeners();
  let present = epoch;
  let cursor = 0;
  let status = LIVE;
  const feed: HandFed = {
    get epoch() {
      return present;
    },
    get cursor() {
      return cursor;
    },
    snapshots: 0,
    snapshot() {
      feed.snapshots++;
      return snapshotOf(present, cursor, status);
    },
    status: () => status,
    subscribe: (listener) => listeners.add(listener),
    push(rest = {}) {
      const frame = { n: ++cursor, t: 1_000 + cursor, ...rest };
      listeners.onFrame(frame);
      return frame;
    },
    tell(next) {
      status = next;
      listeners.onStatus(next);
    },
    reset(next) {
      present = next;
      cursor = 0;
      listeners.onReset();
    },
    close: async () => undefined,
  };
  return feed;
}

function snapshotOf(epoch: string, cursor: number, status: Status): Snapshot {
  return {
    ...emptySnapshot(
      { kind: 'cluster', name: 'test', namespace: 'lab', selector: 'app=podder' },
      { epoch, t: 1_000 + cursor, status },
    ),
    cursor,
    pods: {
      first: 0,
      uid: ['u0'],
      name: ['generic-0'],
      node: ['n'],
      owner: ['generic'],
      condition: [1],
      ready: [1],
      restarts: [0],
    },
  };
}
