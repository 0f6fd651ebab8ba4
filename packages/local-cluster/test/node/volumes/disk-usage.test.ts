import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { diskUsage } from '../../../src/node/volumes/disk-usage.ts';

t.test('it is what du says', { skip: missing('Linux') }, async (t) => {
  const folder = t.testdir({ volume: {}, outside: {} });
  const volume = join(folder, 'volume');
  t.equal(await diskUsage(join(folder, 'none')), 0);
  mkdirSync(join(volume, 'a/b/c'), { recursive: true });
  writeFileSync(join(volume, 'a/large'), Buffer.alloc(300_000, 1));
  writeFileSync(join(volume, 'a/b/small'), 'x');
  writeFileSync(join(volume, 'hollow'), '');
  truncateSync(join(volume, 'hollow'), 50_000_000);
  linkSync(join(volume, 'a/large'), join(volume, 'a/b/twice'));
  writeFileSync(join(folder, 'outside/file'), Buffer.alloc(300_000, 1));
  symlinkSync(join(folder, 'outside'), join(volume, 'link'));
  const [blocks] = execFileSync('du', ['-s', '--block-size=512', volume], { encoding: 'utf8' }).split('\t');
  const bytes = await diskUsage(volume);
  t.equal(bytes, Number(blocks) * 512);
  t.ok(bytes >= 300_000 && bytes < 600_000, `${bytes}: links count once, holes not at all`);
});
