/** How files of a build are made whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import t from 'tap';
import { makeWhole, removeUnfinished } from '../build/whole.ts';

t.test('a file is the old one until the new one is there', async (t) => {
  const folder = t.testdir({ file: 'old' });
  const file = join(folder, 'file');
  await makeWhole(file, async (path) => {
    t.equal(basename(path), 'file');
    await writeFile(`${path}.json`, 'what is needed to make it');
    await writeFile(path, 'half');
    t.equal(readFileSync(file, 'utf8'), 'old');
    await writeFile(path, 'new');
  });
  t.equal(readFileSync(file, 'utf8'), 'new');
  t.same(readdirSync(folder), ['file']);
});

t.test('and stays where the new one can not be made', async (t) => {
  const folder = t.testdir({ file: 'old' });
  await t.rejects(
    makeWhole(join(folder, 'file'), async (path) => {
      await writeFile(path, 'half');
      throw new Error('in the middle');
    }),
    /in the middle/,
  );
  t.equal(readFileSync(join(folder, 'file'), 'utf8'), 'old');
  t.same(readdirSync(folder), ['file']);
});

t.test('what was left unfinished goes, here and one folder down', async (t) => {
  const folder = t.testdir({
    '.making-a': { file: '' },
    deep: { '.making-b': { file: '' }, file: '' },
    file: '',
  });
  await removeUnfinished(folder);
  t.same(
    new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' })),
    new Set(['file', 'deep', 'deep/file']),
  );
});
