/** Memory for reads is used again, and never while something still needs it. */
import { Readable, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Socket } from 'node:net';
import t from 'tap';
import fc from '../../../../scripts/testing/properties.ts';
import { MAX_HELD_BYTES, READ_BYTES, SMALL_READ_BYTES } from '../../src/limits.ts';
import { Inbox } from '../../src/links/inbox.ts';
import { Ledger } from '../../src/links/ledger.ts';
import { Link } from '../../src/links/link.ts';
import { seededRandom } from '../../src/random.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';

/** What is written to, as to a socket: the kernel takes it at once, or later, and reads the memory only then. */
class Sink extends Writable {
  readonly taken: Buffer[] = [];
  isBlocked = false;
  #waiting: (() => void) | undefined;

  constructor() {
    super({ highWaterMark: READ_BYTES });
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#waiting = () => {
      this.#waiting = undefined;
      this.taken.push(Buffer.from(chunk));
      done();
    };
    if (!this.isBlocked) this.#waiting();
  }

  /** Takes what waits, one write of it. */
  take(): void {
    this.#waiting?.();
  }

  get socket(): Socket {
    return this as unknown as Socket;
  }
}

function grown(): Inbox {
  const inbox = new Inbox();
  inbox.reuse(SMALL_READ_BYTES);
  return inbox;
}

t.test('it is large after a read that filled it, and small after one of little', async (t) => {
  const inbox = new Inbox();
  const sizes = [SMALL_READ_BYTES - 1, SMALL_READ_BYTES, READ_BYTES, READ_BYTES / 2, 1].map((length) => {
    t.equal(inbox.read(length).length, length);
    inbox.reuse(length);
    return inbox.memory.length;
  });
  t.same(sizes, [SMALL_READ_BYTES, READ_BYTES, READ_BYTES, READ_BYTES, SMALL_READ_BYTES]);
});

t.test('what was lent is used again once it has left', async (t) => {
  const sink = new Sink();
  sink.isBlocked = true;
  const inbox = grown();
  const lent = inbox.memory;
  sink.write(inbox.read(READ_BYTES));
  inbox.lend(READ_BYTES, sink.socket);
  t.not(inbox.memory, lent);
  await turn();
  t.not(grown().memory, lent, 'nobody gets it');
  sink.isBlocked = false;
  sink.take();
  await turn();
  t.equal(grown().memory, lent, 'the next who needs one gets it');
});

t.test('what a broken sink still holds is not used again', async (t) => {
  const sink = new Sink();
  sink.isBlocked = true;
  sink.on('error', () => undefined);
  const inbox = grown();
  const lost = inbox.memory;
  sink.write(inbox.read(READ_BYTES));
  inbox.lend(READ_BYTES, sink.socket);
  sink.destroy(new Error('broken'));
  await turn();
  t.equal(sink.closed, true);
  t.not(grown().memory, lost);
});

/** What happens: so much is read, the kernel takes no more for a while, takes a write, or takes all again. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: SMALL_READ_BYTES }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: READ_BYTES }) },
  { weight: 2, arbitrary: fc.constant('block' as const) },
  { weight: 1, arbitrary: fc.constant('take' as const) },
  { weight: 1, arbitrary: fc.constant('open' as const) },
);

t.test('what goes out is what came in, however soon it is taken', async (t) => {
  const seen = { blocked: 0, full: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const sink = new Sink();
      const source = new Readable({ read: () => undefined });
      const link = new Link(
        source as unknown as Socket,
        sink.socket,
        {
          clock: new VirtualClock(),
          random: seededRandom(1),
          ledger: new Ledger(MAX_HELD_BYTES),
          totals: { receivedBytes: 0, sentBytes: 0 },
          reset: () => undefined,
          cut: () => undefined,
        },
        [],
      );
      link.start();
      const inbox = new Inbox();
      const sent: Buffer[] = [];
      let next = 0;
      for (const each of steps) {
        if (each === 'block') sink.isBlocked = true;
        else if (each === 'take') sink.take();
        else if (each === 'open') {
          sink.isBlocked = false;
          sink.take();
        } else if (source.isPaused()) seen.full++;
        else {
          // As the kernel does: no more than there is memory for.
          const length = Math.min(each, inbox.memory.length);
          inbox.memory.fill(++next % 251, 0, length);
          sent.push(Buffer.from(inbox.read(length)));
          if (sink.writableLength > 0) seen.blocked++;
          link.takeIn(inbox, length);
        }
        await turn();
      }
      sink.isBlocked = false;
      for (let turns = 0; turns < 10 && sink.writableLength > 0; turns++) {
        sink.take();
        await turn();
      }
      if (!Buffer.concat(sink.taken).equals(Buffer.concat(sent))) throw new Error('expected all as it came');
      source.destroy();
    }),
    { numRuns: 300 },
  );
  t.ok(seen.blocked > 100, `${seen.blocked} reads while others waited`);
  t.ok(seen.full > 10, `${seen.full} that there was no room for`);
});
