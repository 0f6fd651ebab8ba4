import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import t from 'tap';
import { ROOT } from '../files.ts';
import { groupFiles } from '../testing/groups/group-files.ts';

const FREE = `import t from 'tap';\nt.test('adds', async (t) => t.equal(1 + 1, 2));\n`;

t.test('small files of a workspace share a process, evenly; others have their own', async (t) => {
  const many = Array.from({ length: 32 }, (_, index) => ({
    path: `packages/a/test/${index}.test.ts`,
    text: FREE,
  }));
  const { groups, alone } = groupFiles([
    ...many,
    { path: 'apps/b/test/one.test.ts', text: FREE },
    { path: 'apps/b/test/spawns.test.ts', text: `import { spawn } from 'node:child_process';` },
    { path: 'apps/b/test/changes.test.ts', text: `process.env['HOME'] = '/';` },
    { path: 'apps/b/test/skips.test.ts', text: `t.test('x', { skip: why }, () => {});` },
    { path: 'apps/b/test/takes-long.test.ts', text: `import t from 'tap';\nt.setTimeout(1);` },
  ]);
  t.same(
    groups.map(({ name, files }) => [name, files.length]),
    [
      ['packages-a-1', 11],
      ['packages-a-2', 11],
      ['packages-a-3', 10],
      ['apps-b-1', 1],
    ],
  );
  t.same(groups.flatMap(({ files }) => files).length, 33);
  t.same(
    alone,
    ['spawns', 'changes', 'skips', 'takes-long'].map((name) => `apps/b/test/${name}.test.ts`),
  );
});

t.test('each file of a group is a test of that name, and one that fails is told', async (t) => {
  const folder = t.testdir({
    'first.test.ts': FREE,
    'second.test.ts': FREE.replace('2)', '3)'),
    'third.test.ts': `throw new Error('broken file');`,
  });
  const files = ['first', 'second', 'third'].map((name) => relative(ROOT, join(folder, `${name}.test.ts`)));
  const runner = join(ROOT, 'scripts/testing/groups/run-group.ts');
  const group = join(folder, 'group.ts');
  writeFileSync(group, `import { runGroup } from '${runner}';\nawait runGroup(${JSON.stringify(files)});\n`);
  const { status, stdout } = spawnSync(process.execPath, [group], { cwd: ROOT, encoding: 'utf8' });
  t.equal(status, 1);
  const [first = '', second = '', third = ''] = files;
  t.match(stdout, `    ok 1 - adds`);
  t.match(stdout, `\nok 1 - ${first}`);
  t.match(stdout, `    not ok 1 - adds`);
  t.match(stdout, `\nnot ok 2 - ${second}`);
  t.match(stdout, `    not ok 1 - broken file`);
  t.match(stdout, `\nnot ok 3 - ${third}`);
});
