import { readFileSync } from 'node:fs';
import t from 'tap';
import { ownAddress, WORKERS } from '../../../page/workers/open-worker.ts';

const FENCE = new URL('../../../../../packages/observatory/src/serving/server/fence.ts', import.meta.url);

t.test('nothing but the files of the page runs beside it', async (t) => {
  for (const name of WORKERS) t.equal(ownAddress(`${name}.js`), `${name}.js`);
  for (const address of [
    'page.js',
    '../estimates-worker.js',
    'https://example.com/estimates-worker.js',
    'data:,1',
    '',
  ]) {
    t.throws(() => ownAddress(address), { name: 'TypeError' }, address);
  }
});

t.test('the policy is the one that the server allows', async (t) => {
  const source = readFileSync(new URL('../../../page/workers/open-worker.ts', import.meta.url), 'utf8');
  const [, name = 'none'] = /const POLICY = '(\w+)'/.exec(source) ?? [];
  t.match(readFileSync(FENCE, 'utf8'), `trusted-types ${name}'`);
});
