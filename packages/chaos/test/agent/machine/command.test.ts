/** Programs: what they write and end with, and that none can hold up or outlive an agent. */
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { runCommand } from '../../../src/agent/machine/command.ts';

t.test('what a program writes and ends with is told, whatever it ends with', async (t) => {
  t.same(await runCommand('sh', ['-c', 'echo out; echo err >&2; exit 3']), {
    exitCode: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  t.match(await runCommand('sh', ['-c', 'kill -9 $$']), { exitCode: 128 });
  t.match(
    await runCommand('printf', ['%s', '$HOME; é']),
    { exitCode: 0, stdout: '$HOME; é' },
    'no shell reads it',
  );
  t.match(
    await runCommand('sh', ['-c', 'cat; echo "$LC_ALL"']),
    { stdout: 'C\n' },
    'nothing to read, one language',
  );
});

t.test('one that is not there is an error', async (t) => {
  await t.rejects(runCommand('no-such-program', []), {
    code: 'CHAOS_SET_UP',
    message: /can't run no-such-program/,
  });
});

t.test('one that takes too long is killed with its children', { skip: missing('pgrep') }, async (t) => {
  const begun = runCommand('sh', ['-c', 'sleep 3600 & echo $!; wait'], 300);
  await t.rejects(begun, { code: 'CHAOS_TIMEOUT', message: 'sh took longer than 300 ms and was killed' });
  const marker = 3_600 + process.pid / 1e7;
  await t.rejects(runCommand('sh', ['-c', `sleep ${marker} & wait`], 300), { code: 'CHAOS_TIMEOUT' });
  const isThere = async (): Promise<boolean> =>
    (await runCommand('pgrep', ['-fx', `sleep ${marker}`])).exitCode === 0;
  await until('it to be gone', async () => !(await isThere()));
});

t.test('one that never stops writing is killed', async (t) => {
  await t.rejects(runCommand('yes', []), { code: 'CHAOS_SET_UP', message: /yes wrote more than/ });
});
