import t from 'tap';
import { keyValues, variables } from '../../src/kustomize/key-values.ts';

t.test('files of variables', async (t) => {
  t.same(variables('\uFEFFA=1\r\n\n  # no\n  B = two = 2 \nC\n=d\n', 'a.env'), [
    ['A', '1'],
    ['B ', ' two = 2 '],
    ['C', ''],
  ]);
  t.same(variables('A=1\n\uFEFFB=2', 'a.env'), [
    ['A', '1'],
    ['\uFEFFB', '2'],
  ]);
  t.throws(
    () => variables(`A=1\nB=${'x'.repeat(65_536)}`, 'a.env'),
    /at most 65535 bytes in a\.env, got more in line 2/,
  );
});

t.test('literals and files', async (t) => {
  const folder = t.testdir({ 'a.txt': '\uFEFFa\r\n', 'b.bin': Buffer.from([0xff]) });
  const read = (source: object): Promise<unknown> => keyValues({ name: 'a', ...source }, folder);
  t.same(await read({ literals: ['a="b"', "c='d", 'e=f=g', 'h='] }), [
    ['a', 'b'],
    ['c', "'d"],
    ['e', 'f=g'],
    ['h', ''],
  ]);
  t.same(await read({ files: ['a.txt', 'key=./a.txt', 'b.bin'] }), [
    ['a.txt', '\uFEFFa\r\n'],
    ['key', '\uFEFFa\r\n'],
    ['b.bin', Buffer.from([0xff])],
  ]);
  await t.rejects(read({ literals: ['a'] }), /expected KEY=VALUE, got "a"/);
  await t.rejects(read({ files: ['a=b=c'] }), /expected FILE or KEY=FILE, got "a=b=c"/);
  await t.rejects(
    read({ files: ['a.txt'], literals: ['a.txt=b'] }),
    /expected each key once, got a\.txt again/,
  );
});
