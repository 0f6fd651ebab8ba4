import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t from 'tap';
import { ROOT } from '../../files.ts';
import { lintConfig } from '../lint-config.ts';
import { readRooms } from '../read-rooms.ts';
import { strangersOf } from '../strangers.ts';

const page = (...rows: readonly string[]): string =>
  [
    '## Inside packages/house',
    '| folder | may import | what it does |',
    '| --- | --- | --- |',
    ...rows,
    '',
    '## More',
    '| folder | what |',
  ].join('\n');
const PAGE = page(
  '| `attic` | `hall/wardrobe`, `cellar` | x |',
  '| `hall` | `hall/wardrobe` | x |',
  '| `hall/wardrobe`, `hall/mirror` | nothing above the ground | x |',
  '| `cellar` | nothing | x |',
  '| `errors.ts` | | x |',
);

t.test('the tables of folders', async (t) => {
  t.same(readRooms(PAGE), [
    {
      package: 'house',
      rooms: [
        { path: 'attic', imports: ['hall/wardrobe', 'cellar'] },
        { path: 'hall', imports: ['hall/wardrobe'] },
        { path: 'hall/wardrobe', imports: [] },
        { path: 'hall/mirror', imports: [] },
        { path: 'cellar', imports: [] },
        { path: 'errors.ts', imports: [] },
      ],
    },
  ]);
  const upwards = page('| `hall` | nothing | x |', '| `cellar` | `hall` | x |');
  t.throws(() => readRooms(upwards), {
    message: 'expected cellar of house to import folders below it, got hall',
  });
  t.match(
    readRooms(readFileSync(`${ROOT}docs/architecture.md`, 'utf8')).map((house) => house.package),
    [
      'api-server',
      'local-cluster',
      'cluster-client',
      'observatory',
      'simulator',
      'experiments',
      'chaos',
      'toxics',
    ],
    'our own',
  );
});

t.test('each import between folders that the table forbids is found, and no other', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'floors-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const files: readonly (readonly [file: string, specifier: string, isRight: boolean])[] = [
    ['index.ts', './attic/a.ts', true],
    ['attic/a.ts', '../cellar/x.ts', true],
    ['attic/b.ts', './a.ts', true],
    ['attic/c.ts', '../hall/x.ts', false],
    ['attic/d.ts', '../hall/wardrobe/x.ts', true],
    ['attic/e.ts', '../hall/mirror/x.ts', false],
    ['attic/f.ts', '../errors.ts', true],
    ['attic/g.ts', '../index.ts', false],
    ['attic/nook/h.ts', '../../hall/x.ts', false],
    ['attic/nook/i.ts', '../a.ts', true],
    ['attic/nook/j.ts', '../../index.ts', false],
    ['attic/nook/k.ts', '../../errors.ts', true],
    ['attic/nook/deep/l.ts', '../../../hall/x.ts', false],
    ['attic/nook/hall/m.ts', '../hall/m2.ts', true],
    ['hall/n.ts', './wardrobe/x.ts', true],
    ['hall/o.ts', './mirror/x.ts', false],
    ['hall/p.ts', '../attic/a.ts', false],
    ['hall/wardrobe/q.ts', '../mirror/x.ts', false],
    ['hall/wardrobe/r.ts', '../n.ts', false],
    ['hall/wardrobe/s.ts', '../../attic/a.ts', false],
    ['hall/wardrobe/u.ts', '../../errors.ts', true],
    ['hall/wardrobe/v.ts', '../../index.ts', false],
    ['cellar/w.ts', '../hall/wardrobe/x.ts', false],
    ['cellar/y.ts', '../errors.ts', true],
    ['cellar/z.ts', 'node:fs', true],
  ];
  for (const [file, specifier] of files) {
    const path = join(folder, 'packages/house/src', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `import { a } from '${specifier}';\nexport const b = a;\n`);
  }
  const houses = readRooms(PAGE).map((house) => Object.assign(house, { roof: ['errors.ts', 'index.ts'] }));
  const floors = [{ package: 'house', part: undefined, imports: [], inBrowsers: false }];
  writeFileSync(join(folder, 'c.json'), JSON.stringify(lintConfig(floors, [], houses)));
  const args = ['-c', 'c.json', '--format', 'json', 'packages'];
  const { stdout } = spawnSync('oxlint', args, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { filename: string }[] };
  t.same(
    [...new Set(diagnostics.map(({ filename }) => filename))].toSorted(),
    files.flatMap(([file, , isRight]) => (isRight ? [] : [`packages/house/src/${file}`])).toSorted(),
  );
});

t.test('a folder without a row is found', async (t) => {
  const src = t.testdir({
    'index.ts': '',
    attic: { nook: { 'a.ts': '' } },
    cellar: { 'b.ts': '' },
    hall: { wardrobe: { 'e.ts': '', in: { 'f.ts': '' } }, corner: { 'g.ts': '' } },
    shed: { 'c.ts': '', empty: {} },
    data: { 'd.json': '' },
  });
  const [house] = readRooms(PAGE);
  t.ok(house);
  if (house !== undefined) t.same([...strangersOf(house, src)].toSorted(), ['hall/corner', 'shed']);
});
