import fc from 'fast-check';
import t from 'tap';
import { processorMsOf } from '../../../../../scripts/testing/processor-time.ts';
import { isMountable, pathTranslation } from '../../../src/node/runtime/mounts.ts';
import { PLAIN, runtimeFor, script, specOf, textOf } from './support.ts';

const told = pathTranslation([
  { containerPath: '/data', hostPath: '/state/1' },
  { containerPath: '/data/deep/er', hostPath: '/state/2' },
  { containerPath: '/state', hostPath: '/state/3' },
]);

t.test('a path of a mount and all below are told as this machine has them', async (t) => {
  const texts: [string, string][] = [
    ['/data', '/state/1'],
    ['/data/', '/state/1/'],
    ['/data/a b', '/state/1/a b'],
    ['-lives=/data/lives', '-lives=/state/1/lives'],
    ['/data:/bin:/data/bin', '/state/1:/bin:/state/1/bin'],
    [`echo "x">/data/f;cat '/data/f'`, `echo "x">/state/1/f;cat '/state/1/f'`],
    ['@/data/f', '@/state/1/f'],
    ['/data/deep', '/state/1/deep'],
    ['/data/deep/er/x', '/state/2/x'],
    ['/data/deep/erx', '/state/1/deep/erx'],
    ['/data /state', '/state/1 /state/3'],
  ];
  for (const [text, expected] of texts) t.equal(told(text), expected, text);
});

t.test('what only looks like one stays', async (t) => {
  const texts = [
    '/database',
    '/data.txt',
    '/data-2/x',
    'data/x',
    'a/data',
    './data',
    '../data',
    '~/data',
    '$HOME/data',
    '$\u007bHOME}/data',
    '$(pwd)/data',
    'http://host/data',
    'http://host:80/data',
    'file:///data',
    '/daten/data',
    '/',
    '',
  ];
  for (const text of texts) t.equal(told(text), text, text);
  t.equal(pathTranslation([])('/data'), '/data');
});

t.test('places that a text can be told from', async (t) => {
  for (const path of ['/a', '/a.b/c_d', '/var/lib/lives']) t.equal(isMountable(path), true, path);
  for (const path of ['/', '/a/', '/a b', '/a:b', 'a', '//a', '']) t.equal(isMountable(path), false, path);
});

t.test('property: each path below is translated once, whatever is around it', async (t) => {
  const name = fc.stringMatching(/^[a-z0-9._-]{1,6}$/);
  const around = fc.constantFrom('', ' ', '=', ':', ',', '"', "'", '>', '<');
  fc.assert(
    fc.property(fc.array(name, { maxLength: 3 }), around, around, (names, before, after) => {
      const below = names.map((each) => `/${each}`).join('');
      fc.pre(!below.startsWith('/deep/er'));
      return told(`${before}/data${below}${after}`) === `${before}/state/1${below}${after}`;
    }),
  );
  t.pass('held');
});

t.test('a long text is told in no time', async (t) => {
  const deep = pathTranslation([{ containerPath: '/a'.repeat(2000), hostPath: '/x' }]);
  const spentMs = await processorMsOf(() => {
    for (const text of ['/b', '/a', '=/a', '/']) deep(text.repeat(40_000));
  });
  t.ok(spentMs < 5_000, `${spentMs} ms`);
});

t.test('what runs beside a container is told the same', async (t) => {
  const folder = t.testdir({ volume: { file: 'kept' } });
  const runtime = runtimeFor(t, folder);
  const mounts = [{ containerPath: '/data', hostPath: `${folder}/volume` }];
  const container = await runtime.start(specOf({ command: ['sleep', '60'], mounts }));
  t.same(await container.exec(['cat', '/data/file'], 10_000), { exitCode: 0, output: 'kept' });
  const session = await container.open(['sh', '-c', 'cat </data/file'], { stdin: false, tty: false });
  t.equal(await textOf(session.stdout), 'kept');
  await container.stop(0);
  const literal = await runtime.start(
    specOf({ attempt: 1, command: script('console.log("/data")'), mounts }),
  );
  await literal.ended;
  t.equal(
    await textOf(await runtime.openLog('uid-1', 'main', PLAIN)),
    '/data\n',
    'its own words come translated',
  );
});
