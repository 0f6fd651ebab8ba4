import { chmodSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { missing, runs } from '../testing/needs.ts';

t.test('a program is tried, and says itself why it does not work', async (t) => {
  t.equal(runs('true')(), undefined);
  // Where a folder of PATH may not be read, more can't be told.
  t.match(runs('no-such-program')(), /^not found/);
  t.equal(runs('sh', '-c', 'echo not permitted >&2; echo more >&2; exit 1')(), 'not permitted');
  t.equal(runs('sh', '-c', 'exit 3')(), 'sh -c exit 3 ends with 3');
  const file = `${t.testdir({ program: '' })}/program`;
  chmodSync(file, 0o644);
  t.equal(runs(file)(), 'not found, or not allowed');
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  t.equal(runs(file)(), undefined);
});

t.test('each that is missing is named, those that are there are not, and each is tried once', async (t) => {
  let tries = 0;
  const there = ['a thing', () => void tries++] as const;
  const gone = [['one', () => 'not found'] as const, ['other', () => 'not permitted'] as const] as const;
  t.equal(missing(there), false);
  t.equal(missing(gone[0], there, gone[1]), 'needs one (not found), other (not permitted)');
  t.equal(tries, 1);
  t.equal(missing(), false);
});
