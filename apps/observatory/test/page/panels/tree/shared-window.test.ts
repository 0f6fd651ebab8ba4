import { signal } from '@preact/signals';
import fc from 'fast-check';
import t from 'tap';
import { readWindow, sharedWindow, writeWindow } from '../../../../page/panels/tree/shared-window.ts';
import type { Window } from '../../../../page/panels/tree/window.ts';

const WINDOW: Window = { fromMs: 1_000, untilMs: 4_000, top: 0, bottom: 1 };

t.test('a window as people read it', async (t) => {
  t.equal(writeWindow(WINDOW, false), '1000-4000');
  t.equal(writeWindow(WINDOW, true), '3000-', 'the last three seconds, whenever that is');
  t.equal(writeWindow({ ...WINDOW, top: 0.25, bottom: 0.5 }, false), '1000-4000,0.25-0.5');
});

t.test('what is written is read again, and nothing that is typed there breaks it', async (t) => {
  const place = fc.integer({ min: 0, max: 2 ** 41 });
  const share = fc.integer({ min: 0, max: 999_999 });
  fc.assert(
    fc.property(place, place, share, share, (from, until, top, bottom) => {
      fc.pre(from !== until && top !== bottom);
      const window: Window = {
        fromMs: Math.min(from, until),
        untilMs: Math.max(from, until),
        top: Math.min(top, bottom) / 1e6,
        bottom: Math.max(top, bottom) / 1e6,
      };
      t.same(readWindow(writeWindow(window, false)), { window, isFollowing: false });
    }),
    { numRuns: 100 },
  );
  for (const text of [
    '',
    '-',
    '5',
    '5-5',
    '9-3',
    '0-',
    '1-2,0.5',
    '1-2,0.5-0.5',
    '1-2,0-2',
    '1-2,.-.',
    'a-b',
  ])
    t.equal(readWindow(text), undefined, text);
});

t.test('a window that goes on with time is the same while time goes on', async (t) => {
  const [window, isFollowing] = [signal<Window | undefined>(undefined), signal(false)];
  const { write, read } = sharedWindow({ window, isFollowing });
  t.equal(write(), undefined, 'all of it');
  read('3000-');
  t.ok(isFollowing.value);
  t.equal(write(), '3000-');
  read('1000-4000');
  t.notOk(isFollowing.value);
  t.same(window.value, WINDOW);
  read(undefined);
  t.equal(window.value, undefined);
});
