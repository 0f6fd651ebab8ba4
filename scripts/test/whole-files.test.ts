/** How files of a build are made whole, and one build after the other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import t from 'tap';
import { inTurn } from '../build/turns.ts';
import { makeWhole, removeUnfinished } from '../build/whole.ts';
import { ROOT } from '../files.ts';

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

t.test('one waits while another process is at work, and no longer than it is told to', async (t) => {
  const file = join(t.testdir(), 'lock');
  const program = `
    import { inTurn } from ${JSON.stringify(`file://${ROOT}scripts/build/turns.ts`)};
    await inTurn(process.argv[1], () => new Promise((resolve) => {
      console.log('at work');
      process.stdin.on('end', resolve).resume();
    }));`;
  const other = spawn(process.execPath, ['--input-type=module', '--eval', program, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(other, 'exit');
  await once(other.stdout, 'data');
  await inTurn(file, async (isAlone) => void t.equal(isAlone, false, 'it did not end'), 10);
  other.stdin.end();
  await inTurn(file, async (isAlone) => void t.equal(isAlone, true, 'it ended'));
  await ended;
});

t.test('the work is done also where nothing can be locked, and what goes wrong in it is told', async (t) => {
  const folder = t.testdir({ file: '' });
  writeFileSync(join(folder, 'no-database'), 'x'.repeat(1_000));
  for (const file of ['none/lock', 'no-database']) {
    await inTurn(join(folder, file), async (isAlone) => void t.equal(isAlone, false, file));
  }
  await t.rejects(
    inTurn(join(folder, 'lock'), () => Promise.reject(new Error('the work failed'))),
    /the work failed/,
  );
  await inTurn(join(folder, 'lock'), async (isAlone) => void t.equal(isAlone, true, 'the next one'), 10);
});
