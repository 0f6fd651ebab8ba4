import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openWholeFile } from '../../src/files/whole-file.ts';

async function* slowly(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  for (const piece of pieces) {
    await Promise.resolve();
    yield piece;
  }
}

t.test('it is there once it is whole, and what was there before until then', async (t) => {
  const folder = t.testdir({ 'a.csv': 'old' });
  const path = join(folder, 'a.csv');
  const file = openWholeFile(path);
  t.equal(readFileSync(path, 'utf8'), 'old');
  await file.write(slowly('n', Buffer.from('ew'), '\u00E9'));
  t.equal(readFileSync(path, 'utf8'), 'new\u00E9');
  file.discard();
  t.same(readdirSync(folder), ['a.csv'], 'nothing beside it, and it stays');
});

t.test('what is not kept leaves nothing', async (t) => {
  const folder = t.testdir({ 'a.csv': 'old' });
  const file = openWholeFile(join(folder, 'a.csv'));
  t.equal(readdirSync(folder).length, 2);
  file.discard();
  file.discard();
  t.same(readdirSync(folder), ['a.csv']);
  t.equal(readFileSync(join(folder, 'a.csv'), 'utf8'), 'old');
});

t.test('pieces that fail leave nothing, and their error is told', async (t) => {
  const folder = t.testdir();
  const file = openWholeFile(join(folder, 'a.csv'));
  const pieces = function* (): Generator<string> {
    yield 'a';
    throw new Error('no more');
  };
  await t.rejects(file.write(pieces()), { message: 'no more' });
  t.same(readdirSync(folder), []);
});

t.test('a link stays one', async (t) => {
  const folder = t.testdir({ real: {} });
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'real', 'a.csv'), 'old');
  symlinkSync('../real/a.csv', join(folder, 'other', 'link.csv'));
  await openWholeFile(join(folder, 'other', 'link.csv')).write(['new']);
  t.equal(readFileSync(join(folder, 'real', 'a.csv'), 'utf8'), 'new');
  t.same(readdirSync(join(folder, 'other')), ['link.csv']);
});

t.test('what can not be written is refused at once', async (t) => {
  const folder = t.testdir({ full: {} });
  const wrong = (path: string, message: string | RegExp): void => {
    t.throws(() => openWholeFile(path), { code: 'CONTAGION_USAGE', message });
  };
  wrong(join(folder, 'none', 'a.csv'), `${folder}/none/a.csv: expected a folder for it, got none`);
  wrong(join(folder, 'full'), `${folder}/full: expected a file, got a folder`);
  wrong('/dev/null', '/dev/null: expected a file, got something else');
  symlinkSync('nowhere/a.csv', join(folder, 'link.csv'));
  wrong(join(folder, 'link.csv'), /link\.csv: expected a file that can be written, got ENOENT/);
  t.notOk(existsSync(join(folder, 'none')));
});
