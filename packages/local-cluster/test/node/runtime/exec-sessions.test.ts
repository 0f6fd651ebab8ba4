import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { OUTPUT_END_LIMIT_MS } from '../../../src/node/runtime/limits.ts';
import { identityOf, runtimeFor, specOf, textOf, until } from './support.ts';

const PLAIN = { stdin: false, tty: false };

t.test('a command beside a container, for somebody who talks with it', async (t) => {
  const runtime = runtimeFor(t);
  const container = await runtime.start(specOf({ command: ['sleep', '120'], env: { WHO: 'me' } }));
  t.equal(runtime.find('uid-1', 'main'), container);

  await t.test('its streams and its end', async (t) => {
    const command = ['sh', '-c', 'read line; echo "$WHO $line"; echo err >&2; exit 3'];
    const session = await container.open(command, { stdin: true, tty: false });
    session.stdin?.end('hello\n');
    const [stdout, stderr] = await Promise.all([textOf(session.stdout), textOf(session.stderr)]);
    t.match({ stdout, stderr }, { stdout: 'me hello\n', stderr: 'err\n' });
    t.match(await session.ended, { exitCode: 3 });
  });

  await t.test('whoever reads slowly gets all of it', async (t) => {
    const session = await container.open(['sh', '-c', 'head -c 200000 /dev/zero'], PLAIN);
    session.stderr.resume();
    await once(session.stdout, 'readable');
    await sleep(OUTPUT_END_LIMIT_MS * 1.5);
    t.equal((await textOf(session.stdout)).length, 200_000);
    t.match(await session.ended, { exitCode: 0 });
  });

  await t.test('a terminal', { skip: missing('script of util-linux') }, async (t) => {
    const lines = `trap 'echo "changed $(stty size)"; exit 4' WINCH; echo "$TERM $(stty size)"; while :; do sleep 0.1; done`;
    const session = await container.open(['sh', '-c', lines], { stdin: true, tty: true });
    let text = '';
    session.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    await until(() => text.includes('xterm 24 80'));
    session.resize({ width: 132, height: 43 });
    t.match(await session.ended, { exitCode: 4 });
    t.match(text, /changed 43 132/);

    const deaf = ['sh', '-c', `trap '' HUP TERM; echo pid $$; while :; do sleep 1; done`];
    const left = await container.open(deaf, { stdin: true, tty: true });
    const [line] = await once(left.stdout, 'data');
    const pid = Number(/\d+/.exec(String(line))?.[0]);
    left.kill();
    await left.ended;
    await until(() => identityOf(pid) === undefined);
  });

  await t.test('what cannot be started', async (t) => {
    await t.rejects(container.open(['nosuch'], PLAIN), /"nosuch": executable file not found in \$PATH/);
    const { PATH } = process.env;
    process.env['PATH'] = '/nosuch';
    t.teardown(() => {
      process.env['PATH'] = PATH;
    });
    await t.rejects(
      container.open(['sh'], { stdin: true, tty: true }),
      /needs the program script \(of util-linux/,
    );
  });

  await t.test('it ends with its container, even if nobody reads it', async (t) => {
    const session = await container.open(['sh', '-c', 'yes'], PLAIN);
    await once(session.stdout, 'readable');
    await container.stop(0);
    t.match(await session.ended, { exitCode: 137 });
    await t.rejects(container.open(['true'], PLAIN), /not running/);
    t.equal(runtime.find('uid-1', 'main'), undefined);
  });
});
