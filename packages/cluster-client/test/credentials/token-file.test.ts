import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { namedFile } from '../../src/credentials/named-file.ts';
import { tokenFileCredentials } from '../../src/credentials/token-file.ts';
import type { Credentials } from '../../src/credentials/credentials.ts';

const keyPair = async (): Promise<undefined> => undefined;

t.test('read at first, and again after not quite a minute', async (t) => {
  const path = join(t.testdir({ token: ' one\n' }), 'token');
  let nowMs = 0;
  const file = namedFile(path, () => nowMs);
  const credentials = tokenFileCredentials({
    path,
    otherwise: 'other',
    where: 'config: user u',
    keyPair,
    file,
  });
  const token = async (): Promise<string | undefined> => (await credentials.get()).authorization;
  t.equal(await token(), 'Bearer one');
  writeFileSync(path, 'two');
  nowMs = 49_999;
  t.equal(await token(), 'Bearer one');
  nowMs = 50_000;
  t.equal(await token(), 'Bearer two');
  rmSync(path);
  nowMs = 200_000;
  t.equal(await token(), 'Bearer two', 'what was read last counts');
});

t.test('refused: whether there is another by now', async (t) => {
  const path = join(t.testdir({ token: 'one' }), 'token');
  const credentials = tokenFileCredentials({ path, otherwise: '', where: 'config: user u', keyPair });
  const used = await credentials.get();
  t.equal(await credentials.refused(used), false);
  writeFileSync(path, 'two');
  t.equal(await credentials.refused(used), true);
  t.match(await credentials.get(), { authorization: 'Bearer two' });
  t.equal(await credentials.refused(used), true, 'also to a request that was refused at the same time');
});

t.test('no file, nothing in it: the token beside it, or an error that names the file', async (t) => {
  const root = t.testdir({ empty: '\n' });
  const of = (name: string, otherwise: string): Credentials =>
    tokenFileCredentials({ path: join(root, name), otherwise, where: 'config: user u', keyPair });
  t.match(await of('none', 'other').get(), { authorization: 'Bearer other' });
  t.match(await of('empty', 'other').get(), { authorization: 'Bearer other' });
  await t.rejects(of('none', '').get(), {
    code: 'CLUSTER_CREDENTIALS',
    message: /^config: user u: expected a token in tokenFile .*none, got nothing there$/,
  });
  await t.rejects(of('empty', '').get(), {
    code: 'CLUSTER_CREDENTIALS',
    message: /empty, got an empty file$/,
  });
});
