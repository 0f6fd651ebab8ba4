import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createEmptyDirs } from '../../../src/node/volumes/empty-dirs.ts';

t.test('a volume is made once, for everybody who gets there, and goes with its pod', async (t) => {
  const folder = t.testdir({});
  const emptyDirs = createEmptyDirs(join(folder, 'volumes'));
  t.notOk(existsSync(join(folder, 'volumes')));
  const umask = process.umask(0o077);
  const volume = emptyDirs.make('uid-1', 'cache');
  process.umask(umask);
  t.equal(statSync(volume).mode & 0o777, 0o777);
  t.equal(statSync(join(folder, 'volumes/uid-1')).mode & 0o777, 0o700);
  writeFileSync(join(volume, 'file'), 'kept');
  t.equal(emptyDirs.make('uid-1', 'cache'), volume);
  t.equal(readFileSync(join(volume, 'file'), 'utf8'), 'kept');
  const other = emptyDirs.make('uid-2', 'cache');
  await emptyDirs.remove('uid-1');
  t.notOk(existsSync(join(folder, 'volumes/uid-1')));
  t.ok(existsSync(other));
  await emptyDirs.remove('uid-3');
  rmSync(other, { recursive: true });
  t.equal(emptyDirs.make('uid-2', 'cache'), other, 'one that a container removed is made anew');
});
