/** The whole command, and both command lines beside it, where pods and Services share one address. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { appCommand } from '../../../../scripts/testing/app-command.ts';
import { sneezeAt } from '../../../../scripts/testing/sneeze-at.ts';
import { processesOf, runContagion, stop } from './run.ts';

const run = promisify(execFile);
const UP = 'up --network mapped --json --replicas 4 --symptom-delay 400 --no-infect --max-restart-period 1s';

const chaos = (args: string, ...more: readonly string[]) =>
  run(process.execPath, [...appCommand('pod-chaos').slice(1), ...args.split(' '), ...more]);
const infect = (args: string, ...more: readonly string[]) =>
  run(process.execPath, [...appCommand('contagion').slice(1), 'infect', ...args.split(' '), ...more]);

t.test('what is printed answers, and what is seen is what goes on', async (t) => {
  const state = `${t.testdir()}/${process.pid}`;
  const contagion = runContagion(UP.split(' '), state);
  t.teardown(() => stop(contagion));
  t.match(await contagion.line(({ event }) => event === 'notice'), {
    message: /^pods and Services share 127\.0\.0\.1, each of their ports at a free one/,
  });
  const { kubeconfig } = await contagion.line(({ event }) => event === 'cluster');
  const { address, curl } = await contagion.line(({ event }) => event === 'service');
  t.match(address, /^127\.0\.0\.1:1\d{4}$/);
  t.equal(curl, `curl -d action=achoo http://${String(address)}/face`);
  await contagion.line(({ event }) => event === 'ready');

  const probe = await chaos(`probe http://${String(address)}/face --duration 1s --json`);
  t.match(probe.stdout, `http://${String(address)}/face`, 'probed at that address');
  t.match(probe.stdout, /"answered":[1-9]/);
  t.equal(await sneezeAt(`http://${String(address)}`), 'eww\n');
  t.ok(await contagion.line(({ event, generation }) => event === 'infected' && (generation as number) > 1));
  const killed = await contagion.line(({ event }) => event === 'killed');
  t.match(killed, { exitCode: 143, reason: 'Error' });
  await contagion.line(({ event, pod }) => event === 'restarted' && pod === killed['pod']);

  // Nobody may be well at that moment, or all faces closed: then it says so, and is asked again.
  const infected = await until('somebody who is well', async () => {
    const { stdout, stderr } = await infect(
      '--json --strain second',
      `--kubeconfig=${String(kubeconfig)}`,
    ).catch((error: { stdout: string; stderr: string }) => error);
    if (stdout === '') t.match(stderr, /^contagion: expected a podder behind Service podder/m);
    return stdout !== '' && stdout;
  });
  t.match(JSON.parse(infected), { strain: 'second', answer: 'eww' });

  const kill = await chaos('kill --percent 50 -l app=podder', `--kubeconfig=${String(kubeconfig)}`);
  t.match(kill.stdout, /^held: 2 of 2 pods hit by delete/m);
  contagion.child.kill('SIGINT');
  t.equal((await contagion.ended).code, 130);
  t.same(processesOf(state), [], 'no process is left');
});
