import fc from 'fast-check';
import t from 'tap';
import { beginsAs, differenceOf, shapeOf } from '../shape.ts';

t.test(
  'names, ids, addresses and times have one shape; words, columns and READY have their own',
  async (t) => {
    for (const [one, other] of [
      [
        'generic-768dd7984c-7d6ms   1/1   Running   3 (12s ago)   2m12s',
        'generic-5f7d9b4c8-zx2wq 1/1 Running 10 (1m5s ago) 3d4h',
      ],
      [
        'ends it at 2026-11-21T09:26:21.042Z (run h7s72c3j)',
        'ends it at 2027-01-01T00:00:00Z (run u1kmkiva)',
      ],
      [
        'context kind-kind, server https://127.0.0.1:6443, namespace shop',
        'context local, server http://[::1]:1, namespace shop',
      ],
      ['6.3 s from 09:26:14.9Z: 63 failed', '140 ms from 01:02:03.4Z: 1 failed'],
      ['new  |..../xxx/...|', 'new |.|'],
    ] as const) {
      t.equal(shapeOf(one), shapeOf(other));
    }
    for (const [one, other] of [
      ['pod 1/1', 'pod 0/1'],
      ['web-1: hit', 'web-1: missed'],
      ['a  b  c', 'a  c'],
      ['p50 3 ms', 'p90 3 ms'],
    ] as const) {
      t.not(shapeOf(one), shapeOf(other));
    }
  },
);

const SHOWN = ['NAME READY STATUS', 'generic-768dd7984c-7d6ms 1/1 Running', 'held: 1 of 1 pod hit'];

t.test('what differs is found', async (t) => {
  const [head = '', row = '', end = ''] = SHOWN;
  t.equal(differenceOf(SHOWN, [head, row, row, end]), undefined, 'how many rows there are is a number');
  for (const [what, printed] of [
    ['a wrong word', [head, row, end.replace('hit', 'missed')]],
    ['a wrong word in a row', [head, row.replace('Running', 'Error'), end]],
    ['a row of another shape more', [head, row, row.replace('1/1', '0/1'), end]],
    ['a missing column', [head.replace(' STATUS', ''), row, end]],
    ['a missing column in a row', [head, row.replace(' 1/1', ''), end]],
    ['a line too few on the page', ['context: a', head, row, end]],
    ['one more at the end', [head, row, end, 'and more']],
    ['a line too many on the page', [head, row]],
    ['another order', [row, head, end]],
  ] as const) {
    t.type(differenceOf(SHOWN, printed), 'string', what);
  }
});

t.test('... is any number of lines, of rows beside it too', async (t) => {
  const rows = ['1 a', '2 b', '3 c'];
  t.equal(differenceOf(['head', '1 a', '...'], ['head', ...rows]), undefined);
  t.equal(differenceOf(['head', '...', '7 b', '...', 'end'], ['head', 'x', ...rows, 'end']), undefined);
  t.type(differenceOf(['head', '4 d', '...'], ['head', ...rows]), 'string');
  t.ok(beginsAs(['a', 'b'], ['a', 'b', 'c']));
  t.notOk(beginsAs(['a', 'b'], ['a']));
});

const word = fc.constantFrom('held', 'pod', 'hit', 'Running');
const line = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

t.test('lines fit themselves, with any of them behind dots, and no changed one', async () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.nat(), fc.nat(), (lines, from, count) => {
      const at = from % lines.length;
      const dotted = lines.toSpliced(at, count % 4, '...');
      const changed = lines.with(at, `${lines[at] ?? ''} not`);
      const shorter = lines.toSpliced(at, 1);
      return (
        differenceOf(lines, lines) === undefined &&
        differenceOf(dotted, lines) === undefined &&
        differenceOf(lines, changed) !== undefined &&
        differenceOf(lines, shorter) !== undefined &&
        differenceOf(shorter, lines) !== undefined
      );
    }),
  );
});
