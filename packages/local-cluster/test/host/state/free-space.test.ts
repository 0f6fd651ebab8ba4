/** Too little space: by numbers, and on a real file system that is full. */
import { execFileSync } from 'node:child_process';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { checkFreeSpace } from '../../../src/host/state/free-space.ts';

t.test('a megabyte has to be free', async (t) => {
  const check = (bavail: number, blocks = 1_000): Promise<void> =>
    checkFreeSpace('/x', async () => ({ bsize: 4_096, blocks, bavail }));
  await t.resolves(check(256));
  await t.rejects(check(255), { message: 'expected 1024 KiB of free space, got 1020' });
  await t.rejects(check(0), { message: 'expected 1024 KiB of free space, got 0' });
  await t.resolves(check(0, 0), 'who does not count does not know');
  await t.resolves(checkFreeSpace('/'));
});

const MOUNT = 'mount -t tmpfs -o "$1" none "$0"; shift; exec "$@"';
t.test('a full disk and one that is read-only', { skip: missing('mount namespaces') }, async (t) => {
  const folder = t.testdir({});
  const url = JSON.stringify(new URL('../../../src/host/state/state.ts', import.meta.url).href);
  const program = `
    import { readdirSync } from 'node:fs';
    const { openState } = await import(${url});
    const error = await openState(process.argv[1]).then(() => undefined, ({ code, message }) => ({ code, message }));
    console.log(JSON.stringify({ error, left: readdirSync(process.argv[1]) }));
  `;
  const on = (options: string): unknown => {
    const node = [
      process.execPath,
      '--conditions=@pod-contagion/source',
      '--input-type=module',
      '-e',
      program,
      folder,
    ];
    const args = ['--mount', 'sh', '-c', MOUNT, folder, options, ...node];
    return JSON.parse(execFileSync('unshare', args, { encoding: 'utf8' }));
  };
  const start = `expected a folder of state that can be written, got ${folder}: `;
  const full = { code: 'STATE_FOLDER', message: `${start}expected 1024 KiB of free space, got 512` };
  t.same(on('size=512k'), { error: full, left: [] });
  const readOnly = on('ro') as { error: { code: string; message: string } };
  t.equal(readOnly.error.code, 'STATE_FOLDER');
  t.match(readOnly.error.message, `${start}EROFS: read-only file system`);
});
