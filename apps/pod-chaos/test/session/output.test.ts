import t from 'tap';
import { createOutput, type Output } from '../../src/session/output.ts';

function capture(json: boolean): { output: Output; out: () => string; err: () => string } {
  let out = '';
  let err = '';
  const output = createOutput(json, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    now: () => new Date(0),
  });
  return { output, out: () => out, err: () => err };
}

t.test('text: the result on standard output, the rest on standard error', async (t) => {
  const { output, out, err } = capture(false);
  output.progress('progress', { what: 'x' }, 'doing x');
  output.result('report', { verdict: 'held' }, ['one', 'two']);
  output.result('end', { exitCode: 0 }, []);
  output.note('by the way');
  t.equal(out(), 'one\ntwo\n');
  t.equal(err(), 'doing x\nby the way\n');
});

t.test('JSON: one object a line, in order', async (t) => {
  const { output, out, err } = capture(true);
  output.progress('progress', { what: 'x' }, 'doing x');
  output.result('report', { text: 'a\nb' }, ['one', 'two']);
  output.note('by the way');
  const time = '1970-01-01T00:00:00.000Z';
  t.same(
    out()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
    [
      { time, event: 'progress', what: 'x' },
      { time, event: 'report', text: 'a\nb' },
    ],
  );
  t.equal(err(), 'by the way\n');
});
