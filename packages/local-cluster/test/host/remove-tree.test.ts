import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { removeTree } from '../../src/host/remove-tree.ts';

t.test('all goes, also what is closed; what links lead to stays', async (t) => {
  // Of several folders some go while others are opened.
  const inner = () => ({ b: { file: '' }, c: { d: { file: '' } } });
  const folder = t.testdir({ tree: { a: inner(), e: inner(), f: inner() }, kept: { file: '' } });
  const tree = join(folder, 'tree');
  symlinkSync(join(folder, 'kept'), join(tree, 'a/link'));
  mkdirSync(join(tree, 'closed/deeper'), { recursive: true });
  writeFileSync(join(tree, 'closed/deeper/file'), '');
  chmodSync(join(tree, 'closed/deeper'), 0);
  chmodSync(join(tree, 'closed'), 0o500);
  await removeTree(tree);
  t.notOk(existsSync(tree));
  t.ok(existsSync(join(folder, 'kept/file')));
  await removeTree(tree);
  t.pass('none is no mistake');
});
