import t from 'tap';
import { createKeptLines } from '../../src/probe/kept-lines.ts';
import type { Line } from '../../src/probe/line.ts';

/** A connection that does nothing, and the wire it stands for. */
function fakeLine(name: string): Line & { name: string; end: () => void; isCut: () => boolean } {
  let onEnd: () => void = () => undefined;
  let cut = false;
  return {
    name,
    request: async () => true,
    cut: () => {
      cut = true;
    },
    onEnd: (told) => {
      onEnd = told;
    },
    end: () => onEnd(),
    isCut: () => cut,
  };
}

/** Connections that are opened when the test says so. */
function opener() {
  const asked: PromiseWithResolvers<Line>[] = [];
  const lines = createKeptLines(() => {
    const each = Promise.withResolvers<Line>();
    asked.push(each);
    return each.promise;
  });
  return { lines, asked };
}

const never = new AbortController().signal;
const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });

t.test('the one used last is used next', async (t) => {
  const { lines, asked } = opener();
  const [one, two] = [fakeLine('one'), fakeLine('two')];
  const taken = [lines.take(never), lines.take(never)];
  asked[0]?.resolve(one);
  asked[1]?.resolve(two);
  t.same(await Promise.all(taken), [one, two]);
  lines.giveBack(two);
  lines.giveBack(one);
  t.equal(await lines.take(never), one);
  t.equal(asked.length, 2);
});

t.test('whoever waits gets what is there first', async (t) => {
  const { lines, asked } = opener();
  const [one, two] = [fakeLine('one'), fakeLine('two')];
  const first = lines.take(never);
  asked[0]?.resolve(one);
  lines.giveBack(await first);
  await lines.take(never);
  const second = lines.take(never);
  lines.giveBack(one);
  t.equal(await second, one, 'free again before the other was open');
  asked[1]?.resolve(two);
  await Promise.resolve();
  t.equal(await lines.take(never), two, 'and the other is kept');
});

t.test('no further one can be opened: the one that stands is waited for', async (t) => {
  const { lines, asked } = opener();
  const one = fakeLine('one');
  const first = lines.take(never);
  asked[0]?.resolve(one);
  await first;
  const second = lines.take(never);
  asked[1]?.reject(refused);
  await new Promise((resolve) => void setImmediate(resolve));
  lines.giveBack(one);
  t.equal(await second, one);
});

t.test('and where none stands, why it could not be opened is told', async (t) => {
  const { lines, asked } = opener();
  const first = lines.take(never);
  asked[0]?.reject(refused);
  await t.rejects(first, { code: 'ECONNREFUSED' });

  const one = fakeLine('one');
  const second = lines.take(never);
  asked[1]?.resolve(one);
  await second;
  const third = lines.take(never);
  asked[2]?.reject(refused);
  await new Promise((resolve) => void setImmediate(resolve));
  lines.drop(one);
  t.equal(one.isCut(), true);
  await t.rejects(third, { code: 'ECONNREFUSED' });
});

t.test('one that ended is not found again', async (t) => {
  const { lines, asked } = opener();
  const one = fakeLine('one');
  const first = lines.take(never);
  asked[0]?.resolve(one);
  lines.giveBack(await first);
  one.end();
  const two = fakeLine('two');
  const next = lines.take(never);
  asked[1]?.resolve(two);
  await next;
  two.end();
  lines.giveBack(two);
  void lines.take(never).catch(() => undefined);
  t.equal(asked.length, 3, 'nor one that ended while it was used');
});

t.test('the signal ends the wait', async (t) => {
  const { lines } = opener();
  const ending = new AbortController();
  const taken = lines.take(ending.signal);
  ending.abort(new Error('too late'));
  await t.rejects(taken, { message: 'too late' });
  await t.rejects(lines.take(ending.signal), { message: 'too late' });
});

t.test('closing cuts all', async (t) => {
  const { lines, asked } = opener();
  const [one, two] = [fakeLine('one'), fakeLine('two')];
  const taken = [lines.take(never), lines.take(never)];
  asked[0]?.resolve(one);
  asked[1]?.resolve(two);
  await Promise.all(taken);
  lines.giveBack(one);
  lines.close();
  t.same([one.isCut(), two.isCut()], [true, true]);
});
