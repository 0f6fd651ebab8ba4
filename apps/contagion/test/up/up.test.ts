/** The whole command, on a real local cluster with real podders. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { sneezeAt } from '../../../../scripts/testing/sneeze-at.ts';
import { LINE_KINDS, TOTAL_FIELDS } from '../../src/up/line-kinds.ts';
import { COMMAND, processesOf, runContagion, stop, type Contagion } from './run.ts';

const run = promisify(execFile);
const FAST = [
  '--json',
  '--replicas',
  '4',
  '--symptom-delay',
  '400',
  '--health-delay',
  '0',
  '--sneeze-interval',
  '200',
];

function start(t: Test, ...args: string[]): Contagion & { state: string } {
  const state = stateFolder(t);
  const contagion = runContagion(['up', ...args], state);
  t.teardown(() => stop(contagion));
  return { ...contagion, state };
}

const folders = new WeakMap<Test, string>();

/** A folder of this run alone, as one that was killed may have left pods; made once, since tap empties it when it is asked again. */
function stateFolder(t: Test): string {
  const folder = folders.get(t) ?? t.testdir();
  folders.set(t, folder);
  return `${folder}/${process.pid}`;
}

function overlay(folder: string): string {
  const manifests = relative(folder, fileURLToPath(new URL('../../../../kubernetes', import.meta.url)));
  return `
resources: [${manifests}/services, ${manifests}/deployments]
patches:
- target: {kind: Deployment}
  patch: |
    - {op: replace, path: /spec/template/spec/containers/0/livenessProbe/failureThreshold, value: 1}
`;
}

/** Fails where anything is left of a cluster. */
function nothingLeft(t: Test, state: string, kubeconfig: unknown): void {
  t.same(processesOf(state), [], 'no process is left');
  t.notOk(existsSync(String(kubeconfig)), 'the kubeconfig is gone');
  const folders = readdirSync(state).flatMap((name) => readdirSync(`${state}/${name}`));
  t.same(
    folders.filter((name) => name.startsWith('cluster-')),
    [],
    'no state is left',
  );
}

t.test('an epidemic from beginning to end, line by line', async (t) => {
  const folder = t.testdir({ overlay: { 'kustomization.yaml': '' } });
  const state = `${folder}/${process.pid}`;
  // One failed probe kills: three deaths, of which the third has to wait, take five seconds.
  writeFileSync(`${folder}/overlay/kustomization.yaml`, overlay(`${folder}/overlay`));
  const contagion = runContagion(['up', '-f', `${folder}/overlay`, ...FAST], state);
  t.teardown(() => stop(contagion));
  const cluster = await contagion.line(({ event }) => event === 'cluster');
  // An ordinary user is told of low ports besides.
  await contagion.line(
    ({ event, message }) =>
      event === 'notice' && String(message).startsWith('Deployment generic: stored, but not honoured'),
  );
  // After what is told of the network, where there is one loopback address.
  const first = contagion.lines.find(({ message }) => !String(message).startsWith('pods and Services share'));
  t.equal(first, cluster, 'comes first');
  t.match(readFileSync(String(cluster['kubeconfig']), 'utf8'), String(cluster['url']));
  const service = await contagion.line(({ event }) => event === 'service');
  t.match(service['curl'], /^curl -d action=achoo http:\/\/127\.\d+\.\d+\.\d+(:\d+)?\/face$/);
  const ready = await contagion.line(({ event }) => event === 'ready');
  t.ok((ready['tookMs'] as number) > 0);
  t.match(await contagion.line(({ event }) => event === 'sneezed'), { from: 'contagion', answer: 'eww' });
  t.match(await contagion.line(({ event, generation }) => event === 'infected' && generation === 1), {
    from: 'contagion',
  });
  // So few may sneeze at themselves only, or all be dead at once: it is begun again and again.
  const again = setInterval(() => {
    sneezeAt(`http://${String(service['address'])}`).catch(() => undefined);
  }, 200);
  t.teardown(() => clearInterval(again));
  await contagion.line(({ event, generation }) => event === 'infected' && (generation as number) > 1);
  for (const event of ['symptomatic', 'killed', 'restarted', 'back-off']) {
    t.ok(await contagion.line((line) => line.event === event), event);
  }
  clearInterval(again);
  t.match(await contagion.line(({ event }) => event === 'killed'), { exitCode: 143, reason: 'Error' });

  const { stdout } = await run(COMMAND[0] as string, [
    ...COMMAND.slice(1),
    'infect',
    `--kubeconfig=${String(cluster['kubeconfig'])}`,
    '--strain=second',
    '--json',
  ]).catch((error: { stdout: string; stderr: string }) => error);
  if (stdout !== '') t.match(JSON.parse(stdout), { strain: 'second', answer: 'eww' });

  contagion.child.kill('SIGINT');
  contagion.child.kill('SIGINT');
  const { code, stderr } = await contagion.ended;
  t.equal(code, 130);
  t.match(stderr, /^export KUBECONFIG=(?:'[^']*'|\S+)\ncurl -d action=achoo \S+\n/);
  t.match(contagion.lines.at(-1)?.event === 'notice' ? contagion.lines.at(-2) : contagion.lines.at(-1), {
    event: 'end',
    reason: 'SIGINT',
  });
  nothingLeft(t, state, cluster['kubeconfig']);

  for (const { time, event, ...fields } of contagion.lines) {
    const kind = LINE_KINDS.find((each) => each.event === event);
    const documented = [
      ...Object.keys(kind?.fields ?? {}),
      ...(kind?.totals === true ? Object.keys(TOTAL_FIELDS) : []),
    ];
    t.same(Object.keys(fields).toSorted(), documented.toSorted(), `the fields of ${event}`);
    t.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const counts = fields['counts'] as Record<string, number> | undefined;
    if (counts !== undefined) {
      t.equal(
        Object.values(counts).reduce((sum, count) => sum + count),
        fields['pods'],
        'counts add up',
      );
    }
  }
});

t.test('a patient zero among the files infects; a duration ends it', async (t) => {
  const contagion = start(
    t,
    `--file=${fileURLToPath(new URL('../../../../kubernetes', import.meta.url))}`,
    '--json',
    '--replicas=2',
    '--duration=1s',
  );
  t.match(await contagion.line(({ message }) => String(message).startsWith('patient zero')), {
    event: 'notice',
  });
  await contagion.line(({ event, pod }) => event === 'created' && pod === 'starter');
  t.match(await contagion.ended, { code: 0 });
  t.match(contagion.lines.at(-1), { event: 'end', reason: 'duration', pods: 3 });
  t.notOk(contagion.lines.some(({ event }) => event === 'sneezed'));
  nothingLeft(t, contagion.state, contagion.lines[0]?.['kubeconfig']);
});

t.test('an image that nobody knows is told while waiting; SIGTERM ends it', async (t) => {
  const root = t.testdir({
    'all.yaml': `
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, image: nobody/knows}]}
`,
  });
  const state = `${root}/${process.pid}`;
  const contagion = runContagion(['up', '--json', '--no-infect', '-f', `${root}/all.yaml`], state);
  t.teardown(() => stop(contagion));
  const progress = await contagion.line(
    ({ event, reasons }) => event === 'progress' && Object.keys(reasons as object).length > 0,
  );
  t.match(Object.keys(progress['reasons'] as object)[0], /^ErrImagePull|ImagePullBackOff$/);
  contagion.child.kill('SIGTERM');
  t.match(await contagion.ended, { code: 143 });
  t.same(processesOf(state), []);
});

t.test('a reader that goes away ends it, too', async (t) => {
  const contagion = start(t, ...FAST);
  const cluster = await contagion.line(({ event }) => event === 'cluster');
  contagion.child.stdout?.destroy();
  t.match(await contagion.ended, { code: 141 });
  nothingLeft(t, contagion.state, cluster['kubeconfig']);
});

t.test('what can only go wrong when it starts is told on one line', async (t) => {
  const first = start(t, '--json', '--replicas', '0', '--no-infect');
  const { url } = (await first.line(({ event }) => event === 'cluster')) as unknown as { url: string };
  const second = start(t, '--json', '--replicas', '0', '--port', new URL(url).port);
  const { code, stderr } = await second.ended;
  t.equal(code, 1);
  t.match(stderr, /^contagion: .*port.*\n$/i);
  t.match(second.lines.at(-1), { event: 'end', reason: 'failed' });
  first.child.kill('SIGINT');
  const ended = await first.ended;
  t.equal(ended.code, 130, ended.stderr);
});
