import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { processIdentity } from '../../../src/host/state/identity.ts';

t.test('a process keeps its identity, and two processes have two', async (t) => {
  const own = processIdentity(process.pid);
  t.type(own, 'string');
  t.equal(processIdentity(process.pid), own);
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const identity = processIdentity(child.pid ?? 0);
  t.type(identity, 'string');
  t.not(identity, own);
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.equal(processIdentity(child.pid ?? 0), undefined, 'it has ended');
});

t.test('what is no pid has no identity', async (t) => {
  for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 31]) t.equal(processIdentity(pid), undefined);
});

t.test('a zombie has ended', { skip: missing('Linux') }, async (t) => {
  // The shell has become another program before its child ends, and so never waits for it.
  const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(line));
  await until('a zombie', () => readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z '));
  t.equal(processIdentity(pid), undefined);
});
