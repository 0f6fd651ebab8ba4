/** One stream for many pages: each gets what comes after its own moment, whatever the others hold. */
import fc from 'fast-check';
import t from 'tap';
import type { StreamListener } from '../../../page/stream/open-stream.ts';
import { SharedStream, type Reader } from '../../../page/stream/shared-stream.ts';

type Opened = { epoch: string; cursor: number; listener: StreamListener; isClosed: boolean };

/** A shared stream of a server that says what a test says, at a time of the test's. */
function stage() {
  const opened: Opened[] = [];
  const clock = { nowMs: 0 };
  const stream = new SharedStream(
    (from, listener) => {
      const each: Opened = { ...from, listener, isClosed: false };
      opened.push(each);
      return () => {
        each.isClosed = true;
      };
    },
    () => clock.nowMs,
  );
  const tell = (type: 'd' | 's' | 'resync', what: object): void =>
    opened.at(-1)?.listener.told(type, JSON.stringify(what));
  return { stream, opened, clock, tell, frame: (n: number): void => tell('d', { n }) };
}

/** A page that notes what it is told: numbers of frames, and words for the rest. */
function reader(): Reader & { told: Reader['told']; heard: (number | string)[] } {
  const heard: (number | string)[] = [];
  return {
    heard,
    told: (type, text) => void heard.push(type === 'd' ? (JSON.parse(text) as { n: number }).n : type),
    lost: (isOver) => void heard.push(isOver ? 'over' : 'lost'),
  };
}

t.test('each gets all frames after its own, and whoever is too far behind begins anew', async (t) => {
  const { stream, opened, tell, frame } = stage();
  const [first, behind, ahead, before] = [reader(), reader(), reader(), reader()];
  stream.join(first, { epoch: 'e', cursor: 3 });
  t.match(opened, [{ epoch: 'e', cursor: 3 }]);
  tell('s', {});
  [4, 5, 6].forEach(frame);
  stream.join(behind, { epoch: 'e', cursor: 4 });
  stream.join(ahead, { epoch: 'e', cursor: 7 });
  stream.join(before, { epoch: 'e', cursor: 2 });
  [7, 8].forEach(frame);
  t.same(first.heard, ['s', 4, 5, 6, 7, 8]);
  t.same(behind.heard, [5, 6, 's', 7, 8]);
  t.same(ahead.heard, ['s', 7, 8], 'what it holds already is passed over by the page');
  t.same(before.heard, ['resync'], 'frame 3 is not kept');
  t.equal(opened.length, 1);
});

t.test('it is open while anybody follows, and goes on where it was', async (t) => {
  const { stream, opened, frame } = stage();
  const [one, other] = [reader(), reader()];
  stream.join(one, { epoch: 'e', cursor: 0 });
  stream.join(other, { epoch: 'e', cursor: 0 });
  frame(1);
  stream.leave(one);
  t.notOk(opened[0]?.isClosed);
  stream.leave(other);
  stream.leave(other);
  t.ok(opened[0]?.isClosed);
  stream.join(one, { epoch: 'e', cursor: 0 });
  t.match(opened[1], { epoch: 'e', cursor: 1 });
  t.same(one.heard, [1, 1]);
});

t.test('a break is told, and whoever comes back opens it again, once', async (t) => {
  const { stream, opened, frame, tell } = stage();
  const pages = [reader(), reader(), reader()];
  for (const each of pages) stream.join(each, { epoch: 'e', cursor: 0 });
  frame(1);
  opened[0]?.listener.lost(false);
  t.equal(opened.length, 1, 'the browser tries again itself');
  opened[0]?.listener.lost(true);
  for (const each of pages) t.same(each.heard, [1, 'lost', 'over']);
  for (const each of pages) stream.leave(each);
  for (const each of pages) stream.join(each, { epoch: 'e', cursor: 1 });
  t.equal(opened.length, 2);
  tell('resync', { epoch: 'f', cursor: 9 });
  for (const each of pages) t.equal(each.heard.at(-1), 'resync');
});

t.test('of another start of the server', async (t) => {
  const { stream, opened, frame, clock } = stage();
  const [awake, slept] = [reader(), reader()];
  stream.join(awake, { epoch: 'new', cursor: 5 });
  frame(6);
  stream.join(slept, { epoch: 'old', cursor: 2 });
  t.same(slept.heard, ['resync']);
  t.same(awake.heard, [6], 'who is right is left alone');
  clock.nowMs = 7_000;
  const fresh = reader();
  stream.join(fresh, { epoch: 'newest', cursor: 1 });
  t.same(awake.heard, [6, 'resync'], 'unless nothing was heard');
  t.ok(opened[0]?.isClosed);
  t.match(opened[1], { epoch: 'newest', cursor: 1 });
  frame(2);
  t.same(fresh.heard, [2]);
  t.same(awake.heard, [6, 'resync'], 'numbers of another start are not told');
});

t.test('a stream that fell silent is opened again by whoever comes back', async (t) => {
  const { stream, opened, clock, tell } = stage();
  const one = reader();
  stream.join(one, { epoch: 'e', cursor: 0 });
  tell('s', {});
  clock.nowMs = 11_000;
  stream.join(reader(), { epoch: 'e', cursor: 0 });
  t.equal(opened.length, 1);
  t.same(one.heard, ['s'], 'what is old is not told as new');
  clock.nowMs = 12_000;
  stream.join(reader(), { epoch: 'e', cursor: 0 });
  t.ok(opened[0]?.isClosed);
  t.equal(opened.length, 2);
});

t.test('who gives no sign is gone, and comes back with the next one', async (t) => {
  const { stream, opened, clock, frame } = stage();
  const [quiet, other] = [reader(), reader()];
  stream.join(quiet, { epoch: 'e', cursor: 0 });
  stream.join(other, { epoch: 'e', cursor: 0 });
  clock.nowMs = 21_000;
  stream.join(other, { epoch: 'e', cursor: 0 });
  [1, 2].forEach(frame);
  t.same(quiet.heard, []);
  t.same(other.heard, [1, 2]);
  stream.join(quiet, { epoch: 'e', cursor: 0 });
  t.same(quiet.heard, [1, 2]);
  t.equal(opened.length, 1);
  clock.nowMs = 42_000;
  frame(3);
  t.ok(opened[0]?.isClosed, 'nobody is left');
});

t.test('whenever pages come and go, none misses a frame', async (t) => {
  const happening = fc.record({
    what: fc.constantFrom('join', 'leave', 'frames', 'lost', 'over', 'restart'),
    who: fc.nat(3),
    count: fc.integer({ min: 1, max: 400 }),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const { stream, opened } = stage();
      const server = { epoch: 'e0', cursor: 0 };
      /** The server's stream gives what came after what was asked for, as a server does. */
      const catchUp = (): void => {
        const now = opened.at(-1);
        if (now === undefined || now.isClosed) return;
        if (now.epoch !== server.epoch || now.cursor > server.cursor) {
          Object.assign(now, server);
          now.listener.told('resync', JSON.stringify(server));
          return;
        }
        while (!now.isClosed && now.cursor < server.cursor) {
          now.cursor++;
          now.listener.told('d', JSON.stringify({ n: now.cursor }));
        }
      };
      const pages = Array.from({ length: 4 }, () => ({ ...server, follows: false, wasWrong: false }));
      const readers = pages.map((page, place): Reader => {
        const own: Reader = {
          told(type, text) {
            if (!page.follows || type === 's') return;
            if (type === 'd') {
              const { n } = JSON.parse(text) as { n: number };
              if (page.epoch !== server.epoch || n > page.cursor + 1) page.wasWrong = true;
              page.cursor = Math.max(page.cursor, n);
            } else {
              page.follows = false;
              stream.leave(own);
              Object.assign(page, server);
              // A page asks for the state, and comes back.
              queue.push(place);
            }
          },
          lost(isOver) {
            if (!isOver || !page.follows) return;
            page.follows = false;
            stream.leave(own);
            queue.push(place);
          },
        };
        return own;
      });
      const queue = [0, 1, 2, 3];
      const settle = (): void => {
        catchUp();
        for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
          const page = pages[place]!;
          if (page.follows) continue;
          page.follows = true;
          stream.join(readers[place]!, page);
          catchUp();
        }
      };
      settle();
      for (const { what, who, count } of happenings) {
        const page = pages[who]!;
        if (what === 'join' && !page.follows) queue.push(who);
        else if (what === 'leave' && page.follows) {
          page.follows = false;
          stream.leave(readers[who]!);
        } else if (what === 'frames') server.cursor += 3 * count;
        else if (what === 'restart') Object.assign(server, { epoch: `${server.epoch}'`, cursor: count });
        else if (what === 'lost' || what === 'over') {
          const now = opened.at(-1);
          if (now !== undefined && !now.isClosed) now.listener.lost(what === 'over');
        }
        settle();
      }
      return pages.every(
        ({ follows, wasWrong, epoch, cursor }) =>
          !wasWrong && (!follows || (epoch === server.epoch && cursor === server.cursor)),
      );
    }),
    { numRuns: 500 },
  );
  t.pass();
});
