/** A process that hangs is told of, with what it was in, and is gone. */
import { spawn } from 'node:child_process';
import t from 'tap';
import { endOfProcess } from '../testing/end-of-process.ts';
import { missing } from '../testing/needs.ts';

const node = (script: string) => spawn(process.execPath, ['-e', script], { stdio: 'ignore' });

t.test('how it ended', async (t) => {
  t.same(await endOfProcess(node('process.exit(3)'), 'close'), { code: 3, signal: null });
  t.same(await endOfProcess(node('process.kill(process.pid, "SIGKILL")'), 'exit'), {
    code: null,
    signal: 'SIGKILL',
  });
});

t.test('one that hangs', { skip: missing('Linux') }, async (t) => {
  const child = node('setInterval(() => {}, 1000)');
  await t.rejects(
    endOfProcess(child, 'close', () => 'what it said', 300),
    {
      message:
        /^expected \S+ -e setInterval.* to end within 300 ms, got State:\s+\S.*, SigCgt:.*, wchan: .*; what it said$/,
    },
  );
  t.equal(child.killed, true);
});
