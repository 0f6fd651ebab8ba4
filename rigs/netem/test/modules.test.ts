import { writeFileSync } from 'node:fs';
import t from 'tap';
import { dependenciesIn, modulesInOrder } from '../rig/modules.ts';

const module = (depends: string): string => `\x7fELF\0license=GPL\0depends=${depends}\0retpoline=Y\0name=x\0`;

t.test('reads what a module says of itself', async (t) => {
  t.strictSame(dependenciesIn(module('')), []);
  t.strictSame(dependenciesIn(module('x_tables,nf-conntrack')), ['x_tables', 'nf_conntrack']);
  t.strictSame(dependenciesIn('nothing of that kind'), []);
});

t.test('gives what is needed before who needs it, each once', async (t) => {
  const folder = t.testdir({ net: {}, lib: {} });
  writeFileSync(`${folder}/net/nft-compat.ko`, module('nf_tables,x_tables'));
  writeFileSync(`${folder}/net/nf_tables.ko`, module('libcrc32c'));
  writeFileSync(`${folder}/net/x_tables.ko`, module(''));
  writeFileSync(`${folder}/lib/libcrc32c.ko`, module(''));
  const names = (await modulesInOrder(folder, ['nft_compat', 'x_tables'])).map(({ name }) => name);
  t.strictSame(names, ['libcrc32c', 'nf_tables', 'x_tables', 'nft_compat']);
  await t.rejects(modulesInOrder(folder, ['sch_netem']), { message: /expected a kernel module sch_netem/ });
});
