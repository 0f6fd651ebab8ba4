import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import t from 'tap';
import { createOpenStreams } from '../../src/api/open-streams.ts';

const response = (closed = false): ServerResponse & { ended: number } => {
  const emitter = new EventEmitter() as unknown as ServerResponse & { ended: number };
  return Object.assign(emitter, { ended: 0, closed, end: () => void emitter.ended++ });
};

t.test('room for some', async (t) => {
  const streams = createOpenStreams('watches', 2);
  const [first, second] = [response(), response()];
  let released = 0;
  for (const item of [first, second]) {
    streams.checkRoom();
    streams.hold(item, () => void released++);
  }
  t.throws(() => streams.checkRoom(), {
    message: /^too many watches: at most 2 at once/,
    status: { code: 429, details: { retryAfterSeconds: 1 } },
  });
  first.emit('close');
  t.strictSame([streams.count(), released], [1, 1]);
  t.doesNotThrow(() => streams.checkRoom());
  t.doesNotThrow(() => second.emit('error', new Error('gone')));
  streams.hold(response(true), () => void released++);
  t.strictSame([streams.count(), released], [1, 2], 'one that is closed already takes no room');
  streams.close();
  t.equal(second.ended, 1);
});

t.test('room for some bytes that nobody reads', async (t) => {
  const streams = createOpenStreams('watches', 10, 1_000);
  const slow = Object.assign(response(), { writableLength: 600 });
  streams.hold(slow, () => {});
  t.doesNotThrow(() => streams.checkRoom());
  const slower = Object.assign(response(), { writableLength: 600 });
  streams.hold(slower, () => {});
  t.throws(() => streams.checkRoom(), {
    message: /^too many watches: at most 1000 bytes that nobody reads/,
    status: { code: 429, details: { retryAfterSeconds: 1 } },
  });
  slow.emit('close');
  t.doesNotThrow(() => streams.checkRoom());
});
