import { execFileSync } from 'node:child_process';
import t from 'tap';
import { missing } from '../../../scripts/testing/needs.ts';
import { cpioArchive } from '../rig/cpio.ts';

t.test('packs what the kernel reads: header, name and content each on a multiple of 4 bytes', async (t) => {
  const archive = Buffer.from(
    cpioArchive([
      { path: 'bin', kind: 'folder' },
      { path: 'bin/a', kind: 'file', content: Buffer.from('hello'), executable: true },
      { path: 'sbin', kind: 'link', to: 'bin' },
      { path: 'console', kind: 'device', major: 5, minor: 1 },
    ]),
  );
  t.equal(archive.length % 4, 0);
  const entries = unpack(archive);
  t.strictSame(entries, [
    { path: 'bin', mode: '40755', content: '', device: '0:0' },
    { path: 'bin/a', mode: '100755', content: 'hello', device: '0:0' },
    { path: 'sbin', mode: '120777', content: 'bin', device: '0:0' },
    { path: 'console', mode: '20600', content: '', device: '5:1' },
    { path: 'TRAILER!!!', mode: '0', content: '', device: '0:0' },
  ]);
});

t.test('cpio itself lists it', { skip: missing('cpio') }, async (t) => {
  const input = cpioArchive([{ path: 'a', kind: 'file', content: Buffer.from('x'), executable: false }]);
  t.equal(execFileSync('cpio', ['--list', '--quiet'], { input, encoding: 'utf8' }), 'a\n');
});

/** Reads it the way Documentation/driver-api/early-userspace/buffer-format.rst describes. */
function unpack(archive: Buffer): { path: string; mode: string; content: string; device: string }[] {
  const entries = [];
  for (let at = 0; at < archive.length;) {
    const field = (index: number): number =>
      Number.parseInt(archive.toString('latin1', at + 6 + 8 * index, at + 14 + 8 * index), 16);
    if (archive.toString('latin1', at, at + 6) !== '070701') throw new Error(`no magic at ${at}`);
    const [mode, size, major, minor, nameLength] = [1, 6, 9, 10, 11].map((index) => field(index)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const path = archive.toString('latin1', at + 110, at + 110 + nameLength - 1);
    const from = Math.ceil((at + 110 + nameLength) / 4) * 4;
    const content = archive.toString('latin1', from, from + size);
    entries.push({ path, mode: mode.toString(8), content, device: `${major}:${minor}` });
    at = Math.ceil((from + size) / 4) * 4;
  }
  return entries;
}
