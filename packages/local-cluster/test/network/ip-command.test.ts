import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { runIp, runIpBatches } from '../../src/network/ip-command.ts';

/** Has `ip` be a script of ours for the length of a test. */
function withIp(t: Test, script: string): void {
  const folder = t.testdir({ ip: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, 'ip'), 0o755);
  const { PATH } = process.env;
  process.env['PATH'] = `${folder}:${PATH}`;
  t.teardown(() => {
    process.env['PATH'] = PATH;
  });
}

t.test('what `ip` complains of is told', async (t) => {
  withIp(t, 'echo "RTNETLINK answers: File exists" >&2; echo "Command failed -:2" >&2; exit 2');
  const expected = {
    code: 'IP_COMMAND_FAILED',
    message: 'expected `ip` to succeed, got: RTNETLINK answers: File exists; Command failed -:2',
    cause: { code: 2 },
  };
  await t.rejects(runIp(['link']), expected);
  await t.rejects(runIpBatches([{ lines: ['link add'] }]), expected);
  await t.resolves(runIpBatches([{ lines: ['link del'], force: true }]), 'what may be gone already');
});

t.test('batches are carried out in order, each in its namespace, up to the first that fails', async (t) => {
  withIp(t, 'printf "%s\\n" "$*"; cat; test "$2" != bad');
  const text = await runIpBatches([{ lines: ['one', 'two'] }, { namespace: 'inner', lines: ['three'] }]);
  t.equal(text, '-batch -\none\ntwo\n-n inner -batch -\nthree\n');
  await t.rejects(runIpBatches([{ namespace: 'bad', lines: ['x'] }, { lines: ['y'] }]), {
    code: 'IP_COMMAND_FAILED',
  });
});

t.test('no `ip` at all', async (t) => {
  const { PATH } = process.env;
  process.env['PATH'] = '/nosuch';
  t.teardown(() => {
    process.env['PATH'] = PATH;
  });
  await t.rejects(runIp(['link']), { code: 'NO_IP_COMMAND', cause: { code: 'ENOENT' } });
});
