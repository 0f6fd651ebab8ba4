import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { ROOT } from '../../files.ts';
import { lintConfig } from '../lint-config.ts';
import { readFloors } from '../read-floors.ts';

const table = (...rows: readonly string[]): string =>
  ['text', '', '| package | imports | runs in |', '| --- | --- | --- |', ...rows, '', 'more'].join('\n');
const PAGE = table(
  '| `gable` | `wall/door` | Node.js |',
  '| `roof` | `wall`, and `ground` for its words | Node.js |',
  '| `wall/door` | `cellar` | Node.js |',
  '| `wall` | `ground` | Node.js, browsers |',
  '| `ground`, `cellar` | nothing of ours | Node.js |',
);

t.test('the table', async (t) => {
  t.same(readFloors(PAGE), [
    { package: 'gable', part: undefined, imports: ['wall/door'], inBrowsers: false },
    { package: 'roof', part: undefined, imports: ['wall', 'ground'], inBrowsers: false },
    { package: 'wall', part: 'door', imports: ['cellar'], inBrowsers: false },
    { package: 'wall', part: undefined, imports: ['ground'], inBrowsers: true },
    { package: 'ground', part: undefined, imports: [], inBrowsers: false },
    { package: 'cellar', part: undefined, imports: [], inBrowsers: false },
  ]);
  t.throws(() => readFloors('# No table'), { message: /expected a table of package, imports, runs in/ });
  const upwards = table('| `ground` | `roof` | Node.js |', '| `roof` | nothing | Node.js |');
  t.equal(readFloors(upwards).length, 2, 'what stands below may be imported');
  const circle = table('| `roof` | `wall` | Node.js |', '| `wall` | `roof` | Node.js |');
  t.throws(() => readFloors(circle), { message: 'expected wall to import packages below it, got roof' });
  const lost = table('| `wall` | nothing | Node.js |', '| `wall/door` | nothing | Node.js |');
  t.throws(() => readFloors(lost), { message: 'expected wall/door to import packages below it, got wall' });
  t.ok(readFloors(readFileSync(`${ROOT}docs/architecture.md`, 'utf8')).length >= 10, 'our own');
});

t.test('each import that the floors forbid is found, and no other', async (t) => {
  // Outside of the repository, whose folder for tests is one that git, and so the linter, ignores.
  const folder = mkdtempSync(join(tmpdir(), 'floors-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const files: readonly (readonly [file: string, specifier: string, isRight: boolean])[] = [
    ['packages/roof/src/a.ts', '@pod-contagion/wall', true],
    ['packages/roof/src/b.ts', '@pod-contagion/ground/part', true],
    ['packages/roof/src/c.ts', '@pod-contagion/cellar', false],
    ['packages/roof/src/d.ts', '../../wall/src/index.ts', false],
    ['packages/roof/src/inner/e.ts', '../../../../scripts/files.ts', false],
    ['packages/roof/src/inner/f.ts', '../a.ts', true],
    ['packages/roof/src/g.ts', 'node:fs', true],
    ['packages/wall/src/h.ts', '@pod-contagion/roof', false],
    ['packages/wall/src/i.ts', '@pod-contagion/roof/part', false],
    ['packages/wall/src/j.ts', 'node:fs', false],
    ['packages/wall/src/k.ts', 'undici', true],
    ['packages/wall/src/door/a.ts', '@pod-contagion/cellar', true],
    ['packages/wall/src/door/b.ts', '@pod-contagion/wall', true],
    ['packages/wall/src/door/c.ts', '../i.ts', true],
    ['packages/wall/src/door/d.ts', 'node:fs', true],
    ['packages/wall/src/door/e.ts', './a.ts', true],
    ['packages/wall/src/door/f.ts', '@pod-contagion/roof', false],
    ['packages/wall/src/door/g.ts', '@pod-contagion/ground', false],
    ['packages/wall/src/q.ts', './door/a.ts', false],
    ['packages/wall/src/inner/r.ts', '../door/a.ts', false],
    ['packages/wall/src/s.ts', '@pod-contagion/wall/door', false],
    ['packages/wall/src/t.ts', './doors.ts', true],
    ['packages/roof/src/u.ts', '@pod-contagion/wall/door', false],
    ['packages/roof/src/v.ts', '@pod-contagion/wall/window', true],
    ['packages/gable/src/w.ts', '@pod-contagion/wall/door', true],
    ['packages/gable/src/x.ts', '@pod-contagion/wall', false],
    ['packages/ground/src/l.ts', '@pod-contagion/wall', false],
    ['apps/door/src/m.ts', '@pod-contagion/roof', true],
    ['apps/door/src/n.ts', '@pod-contagion/window', false],
    ['apps/door/src/o.ts', '../../window/src/main.ts', false],
    ['packages/wall/test/p.ts', '../../../scripts/testing/until.ts', true],
  ];
  for (const [file, specifier] of files) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), `import { a } from '${specifier}';\nexport const b = a;\n`);
  }
  writeFileSync(join(folder, 'c.json'), JSON.stringify(lintConfig(readFloors(PAGE), ['door', 'window'])));
  const args = ['-c', 'c.json', '--format', 'json', 'packages', 'apps'];
  const { stdout } = spawnSync('oxlint', args, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { filename: string }[] };
  t.same(
    diagnostics.map(({ filename }) => filename).toSorted(),
    files.flatMap(([file, , isRight]) => (isRight ? [] : [file])).toSorted(),
  );
});
