/** Frames and the time are the test's here: what each draws, however fast or busy the machine is. */
import t, { type Test } from 'tap';
import { drawForPaper, hurry, nextFrame } from '../../../page/state/next-frame.ts';
import { isReading } from '../../../page/state/store.ts';

/** Longer than a frame begins drawings, in ms. */
const LONG_MS = 5;

/** More than anything here takes, even where each drawing takes one of its own. */
const MOST_FRAMES = 20;

const asked: FrameRequestCallback[] = [];
globalThis.requestAnimationFrame = (callback) => asked.push(callback);

let nowMs = 0;
performance.now = () => nowMs;
t.teardown(() => Reflect.deleteProperty(performance, 'now'));

/** Runs the frame that was asked for; throws what it throws. */
function frame(t: Test): void {
  t.equal(asked.length, 1, 'one frame is asked for');
  asked.shift()?.(performance.now());
}

/** Runs frames until none is asked for. */
function frames(t: Test): void {
  for (let each = 0; each < MOST_FRAMES && asked.length > 0; each++) frame(t);
  t.same(asked, [], 'nothing is asked for where nothing waits');
}

function busy(): void {
  nowMs += LONG_MS;
}

t.test('each is drawn once, in the order in which it was asked for', async (t) => {
  const drawn: string[] = [];
  nextFrame(() => drawn.push('field'));
  t.equal(asked.length, 1);
  nextFrame(() => drawn.push('curve'));
  t.same(drawn, [], 'nothing before the frame');
  frames(t);
  t.same(drawn, ['field', 'curve']);
});

t.test('what takes long puts the others off by a frame, and nobody for ever', async (t) => {
  const drawn: string[] = [];
  for (const name of ['field', 'tree', 'graph']) {
    nextFrame(() => {
      drawn.push(name);
      busy();
    });
  }
  nextFrame(() => drawn.push('curve'));
  frame(t);
  t.same(drawn, ['field']);
  // Asked for anew: it has had its turn, so that those who wait come first.
  nextFrame(() => drawn.push('field again'));
  frame(t);
  t.same(drawn, ['field', 'tree']);
  frame(t);
  t.same(drawn, ['field', 'tree', 'graph']);
  frames(t);
  t.same(drawn, ['field', 'tree', 'graph', 'curve', 'field again']);
});

t.test('where somebody waits several are drawn with a frame, for half a second', async (t) => {
  const drawn: string[] = [];
  const ask = (...names: readonly string[]): void => {
    for (const name of names) {
      nextFrame(() => {
        drawn.push(name);
        busy();
      });
    }
  };
  ask('field', 'tree', 'graph', 'curve', 'bars');
  hurry();
  frame(t);
  t.same(drawn, ['field', 'tree'], 'but not all of them');
  frames(t);
  t.same(drawn.splice(0), ['field', 'tree', 'graph', 'curve', 'bars']);
  ask('heatmap', 'names');
  frames(t);
  nowMs += 500;
  ask('field', 'tree');
  frame(t);
  t.same(drawn, ['heatmap', 'names', 'field']);
  frames(t);
});

t.test('while a recording is read several are drawn with a frame', async (t) => {
  const drawn: string[] = [];
  const ask = (): void => {
    for (const name of ['field', 'tree', 'graph']) {
      nextFrame(() => {
        drawn.push(name);
        busy();
      });
    }
  };
  isReading.value = true;
  ask();
  frame(t);
  t.same(drawn.splice(0), ['field', 'tree']);
  isReading.value = false;
  frames(t);
  ask();
  frame(t);
  t.same(drawn, ['graph', 'field']);
  frames(t);
});

t.test('what is asked for while a frame draws comes with the next', async (t) => {
  const drawn: string[] = [];
  nextFrame(() => {
    drawn.push('first');
    nextFrame(() => drawn.push('second'));
  });
  frame(t);
  t.same(drawn, ['first']);
  frame(t);
  frames(t);
  t.same(drawn, ['first', 'second']);
});

t.test('who leaves is not drawn', async (t) => {
  const drawn: string[] = [];
  const leave = nextFrame(() => drawn.push('left before'));
  leave();
  let leaveThird = (): unknown => undefined;
  nextFrame(() => {
    drawn.push('second');
    leaveThird();
  });
  leaveThird = nextFrame(() => drawn.push('left meanwhile'));
  frames(t);
  t.same(drawn, ['second']);
});

t.test('a drawing that fails is told, and the others are drawn', async (t) => {
  const drawn: string[] = [];
  nextFrame(() => {
    throw new Error('no canvas');
  });
  nextFrame(() => drawn.push('curve'));
  t.throws(() => frame(t), /no canvas/);
  frame(t);
  t.same(drawn, ['curve']);
});

t.test('for paper all is drawn at once, and no more with the frame', async (t) => {
  const drawn: string[] = [];
  nextFrame(() => {
    drawn.push('field');
    busy();
  });
  nextFrame(() => drawn.push('curve'));
  drawForPaper();
  t.same(drawn, ['field', 'curve']);
  frame(t);
  t.same(drawn, ['field', 'curve']);
});
