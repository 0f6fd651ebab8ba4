import t from 'tap';
import { takeTurns } from '../../src/turns/take-turns.ts';
import { untilAborted } from '../../src/turns/until-aborted.ts';

async function* counting(): AsyncGenerator<number, string, undefined> {
  yield 1;
  yield 2;
  return 'done';
}

async function all<T>(steps: AsyncGenerator<number, T, undefined>, each?: () => void): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (;;) {
    const step = await steps.next();
    seen.push(step.value);
    if (step.done === true) return seen;
    each?.();
  }
}

t.test('all of a generator, or what it gave until it was aborted', async (t) => {
  const { signal } = new AbortController();
  t.same(await all(untilAborted(counting(), signal)), [1, 2, 'done']);
  const controller = new AbortController();
  t.same(await all(untilAborted(counting(), controller.signal), () => controller.abort()), [1, undefined]);
  const never = async function* (): AsyncGenerator<number, string, undefined> {
    await new Promise(() => undefined);
    yield 1;
    return 'done';
  };
  t.same(await all(untilAborted(never(), AbortSignal.abort())), [undefined], 'it is not waited for');
});

t.test('others have their turns', async (t) => {
  const work = function* (): Generator<number, string, undefined> {
    for (const untilMs = performance.now() + 300; performance.now() < untilMs;) yield 0.5;
    return 'done';
  };
  const shares: number[] = [];
  const { signal } = new AbortController();
  t.equal(await takeTurns(work(), { signal, onShare: (share) => shares.push(share) }), 'done');
  t.ok(shares.length >= 1 && shares.every((share) => share === 0.5));
  const controller = new AbortController();
  const endless = function* (): Generator<number, string, undefined> {
    for (;;) yield 0.5;
  };
  const aborted = takeTurns(endless(), { signal: controller.signal });
  setImmediate(() => controller.abort());
  await t.rejects(aborted, { name: 'AbortError' });
});
