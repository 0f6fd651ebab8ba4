import { readFileSync } from 'node:fs';
import t from 'tap';
import { describeError, systemCode } from '../src/index.ts';

t.test('whatever was thrown, on one line', async (t) => {
  t.equal(describeError(new Error('one\n  two\r\n\nthree')), 'one two three');
  t.equal(describeError(new TypeError('')), 'TypeError');
  t.equal(describeError('a text\nof two lines'), 'a text of two lines');
  t.equal(describeError(undefined), 'undefined');
});

t.test('the code of a failed system call', async (t) => {
  const thrown = (() => {
    try {
      return readFileSync('/no/such/file');
    } catch (error) {
      return error;
    }
  })();
  t.equal(systemCode(thrown), 'ENOENT');
  for (const other of [
    new Error('x'),
    Object.assign(new Error('x'), { code: 7 }),
    { code: 'ENOENT' },
    null,
  ]) {
    t.equal(systemCode(other), undefined);
  }
});
