import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { MAX_ATTACHMENTS_PER_CONTAINER } from '../../../src/node/runtime/limits.ts';
import { PLAIN, runtimeFor, specOf, textOf, until } from './support.ts';

t.test('several users at one container', async (t) => {
  const runtime = runtimeFor(t);
  const command = ['sh', '-c', 'while read line; do echo "$line"; echo "not $line" >&2; done; exit 3'];
  const container = await runtime.start(specOf({ command, stdin: true }));
  const [one, other] = [container.attach(), container.attach()];
  const texts = ['', '', '', ''];
  for (const [index, stream] of [one.stdout, one.stderr, other.stdout, other.stderr].entries()) {
    stream.on('data', (chunk: Buffer) => {
      texts[index] += chunk.toString();
    });
  }
  one.stdin?.write('first\n');
  await until(() => texts.every((text) => text.endsWith('first\n')));
  one.stdin?.end();
  other.stdin?.write('second\n');
  await until(() => texts.every((text) => text.endsWith('second\n')));
  await container.stop(0);
  const [out, errors] = ['first\nsecond\n', 'not first\nnot second\n'];
  t.same(texts, [out, errors, out, errors]);
  t.match(await textOf(await runtime.openLog('uid-1', 'main', PLAIN)), /first\n/, 'in the log as well');
});

t.test('input that ends with its first user', async (t) => {
  const container = await runtimeFor(t).start(
    specOf({ command: ['sh', '-c', 'cat; exit 4'], stdin: true, stdinOnce: true }),
  );
  const attachment = container.attach();
  const text = textOf(attachment.stdout);
  attachment.stdin?.end('all there is');
  t.match(await container.ended, { exitCode: 4 });
  t.equal(await text, 'all there is');
});

t.test('who reads nothing holds the container up, but not its end', async (t) => {
  const container = await runtimeFor(t).start(
    specOf({ command: ['sh', '-c', 'head -c 3000000 /dev/zero; echo done >&2; sleep 120'] }),
  );
  const [idle, other] = [container.attach(), container.attach()];
  t.equal(idle.stdin, undefined, 'no input was asked for');
  let [read, errors] = [0, ''];
  other.stdout.on('data', (chunk: Buffer) => {
    read += chunk.length;
  });
  other.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await until(() => read > 0);
  t.ok(idle.stdout.readableLength < 1_000_000);
  idle.detach();
  await until(() => read === 3_000_000 && errors === 'done\n');
  const late = container.attach();
  await container.stop(0);
  t.equal(await textOf(late.stdout), '');
});

t.test('no more than there is room for', async (t) => {
  const container = await runtimeFor(t).start(specOf({ command: ['sleep', '120'] }));
  const all = Array.from({ length: MAX_ATTACHMENTS_PER_CONTAINER }, () => container.attach());
  t.throws(() => container.attach(), /more than \d+ users/);
  all[0]?.detach();
  container.attach();
});

t.test('a container in a terminal', { skip: missing('script of util-linux') }, async (t) => {
  const command = [
    'sh',
    '-c',
    'trap "echo term; exit 5" TERM; tty; read line; echo "got $line"; while :; do sleep 0.1; done',
  ];
  const container = await runtimeFor(t).start(specOf({ command, stdin: true, tty: true }));
  const attachment = container.attach();
  let text = '';
  attachment.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  attachment.stdin?.write('typed\r');
  await until(() => text.includes('got typed'));
  t.match(await container.stop(10_000), { exitCode: 5 }, 'SIGTERM is for the command itself');
  t.match(text, /term\r\n/);
});
