import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until as untilSo } from '../../../../../scripts/testing/until.ts';
import { PLAIN, runtimeFor, script, specOf, textOf, until } from './support.ts';

const NAME = `pod-contagion-test-${process.pid}`;

t.test('a container in a network namespace', { skip: missing('root', 'network namespaces') }, async (t) => {
  t.equal(spawnSync('ip', ['netns', 'add', NAME]).status, 0);
  t.teardown(() => spawnSync('ip', ['netns', 'delete', NAME]));
  t.equal(spawnSync('ip', ['-n', NAME, 'link', 'set', 'lo', 'up']).status, 0);
  const runtime = runtimeFor(t);
  const command = ['sh', '-c', 'readlink /proc/self/ns/net; exec sleep 60'];
  const container = await runtime.start(specOf({ command, networkNamespace: NAME, env: { A: '1' } }));
  const network = async () => textOf(await runtime.openLog('uid-1', 'main', PLAIN));
  await until(async () => (await network()) !== '');
  const own = readlinkSync('/proc/self/ns/net');
  t.not((await network()).trim(), own);
  t.equal(
    readlinkSync(`/proc/${container.pid}/ns/net`),
    (await network()).trim(),
    'the pid is the one of the command',
  );
  const { output } = await container.exec(['sh', '-c', 'echo $A; readlink /proc/self/ns/net'], 5000);
  t.equal(output, `1\n${await network()}`);
  const answer = `require('node:net').createServer((socket) => socket.end('inside')).listen(8080, '127.0.0.1')`;
  const inside = await runtime.start(
    specOf({ name: 'other', command: script(answer), networkNamespace: NAME }),
  );
  const place = await untilSo('it to listen', async () => (await inside.listeners())?.[0]);
  t.equal(await textOf(await inside.dial(place)), 'inside', 'a place that only the namespace has');
  t.match(await container.stop(5000), { exitCode: 143 });
  await t.rejects(runtime.start(specOf({ attempt: 1, command: ['nosuch'], networkNamespace: NAME })), {
    message: 'exec: "nosuch": executable file not found in $PATH',
  });
});
