import { spawn } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import t from 'tap';
import { heldBy, seeOthers } from '../../../src/faults/resources/see-others.ts';
import type { AgentContext } from '../../../src/faults/fault-agent.ts';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';

const MIB = 1_048_576;

function contextWith(env: Readonly<Record<string, string>>): AgentContext {
  return {
    run: 'abcd1234',
    env,
    readFile: (path: string) => readFile(path, 'utf8'),
    readLink: (path: string) => readlink(path),
  } as unknown as AgentContext;
}

t.test('a process group of the local cluster', { skip: missing('Linux') }, async (t) => {
  const script =
    'const held = Buffer.alloc(64 << 20, 1); setInterval(() => held[0], 1000); console.log("holds")';
  const child = spawn(process.execPath, ['-e', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const others = seeOthers(contextWith({ POD_CONTAGION_TARGET_PID: String(child.pid) }));
  t.ok(others.isPlain);
  const held = (await others.read()) ?? 0;
  t.ok(held >= 64 * MIB && held < 200 * MIB, `${held}`);
  t.ok(Math.abs(held - (await heldBy(child.pid!, (path) => readFile(path, 'utf8')))) < 8 * MIB);
  child.kill('SIGKILL');
  await until('it to be gone', async () => (await others.read()) === 0);
});

t.test(
  'a machine is no container: nothing can be said of the others',
  { skip: missing('Linux') },
  async (t) => {
    const context = contextWith({});
    const others = seeOthers({ ...context, readLink: async () => 'pid:[4026531836]' });
    t.notOk(others.isPlain);
    t.equal(await others.read(), undefined);
  },
);
