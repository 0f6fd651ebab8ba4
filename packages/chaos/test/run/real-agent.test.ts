import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { listActive } from '../../src/run/active.ts';
import { cleanUp } from '../../src/run/clean-up.ts';
import { checkNodes, requireNodes } from '../../src/run/kernel-check.ts';
import type { RunEvent } from '../../src/run/run-events.ts';
import { runFault } from '../../src/run/run-fault.ts';
import { never, runPods, startFor } from '../testing/cluster.ts';
import { agentPids, answers, DISCONNECT, NO_REAL_NETWORK, rulesIn, SERVER } from '../testing/real-network.ts';
import { until } from '../../../../scripts/testing/until.ts';

if (NO_REAL_NETWORK !== false) {
  t.plan(0, NO_REAL_NETWORK);
  process.exit();
}

const test = await startFor(t, {
  network: 'namespace',
  images: { server: SERVER, debugger: { command: ['sleep', '600'] } },
});
const { kube, cluster } = test;
const HERE = { namespaces: ['default'] };
const CLIENT = fileURLToPath(new URL('../testing/client.ts', import.meta.url));

/** A client of its own process, once its fault is in place. */
async function startClient(pod: string, run: string, durationMs: number): Promise<() => Promise<void>> {
  const args = [
    '--conditions=@pod-contagion/source',
    CLIENT,
    cluster.kubeconfig,
    pod,
    run,
    String(durationMs),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (JSON.parse(line).event === 'applied') break;
  }
  return async () => {
    child.kill('SIGKILL');
    await ended;
  };
}

t.test('disconnects a pod that has another ephemeral container already, and reconnects it', async (t) => {
  const targets = await runPods(test, ['disconnected'], 'server');
  await kube.core.patchNamespacedPodEphemeralcontainers({
    name: 'disconnected',
    namespace: 'default',
    body: [{ op: 'add', path: '/spec/ephemeralContainers', value: [{ name: 'debug', image: 'debugger' }] }],
  });
  await until('the server', () => answers(targets[0]!));
  let isApplied = false;
  const onEvent = ({ event }: RunEvent): void => void (isApplied ||= event === 'applied');
  const running = runFault(kube, targets, DISCONNECT, { durationMs: 12_000, onEvent }, never);
  await until('the fault', () => isApplied);
  t.notOk(await answers(targets[0]!), 'nobody answers');
  const report = await running;
  t.match(report, { verdict: 'held', targets: [{ outcome: 'hit', mended: true }] });
  t.ok((report.targets[0]?.hits ?? 0) >= 1, 'packets were counted');
  await until('it to answer again', () => answers(targets[0]!));
  t.same(await rulesIn(targets[0]!), []);
  const { spec, status } = await kube.core.readNamespacedPod({ name: 'disconnected', namespace: 'default' });
  t.same(
    spec?.ephemeralContainers?.map(({ name }) => name).toSorted(),
    ['debug', `pod-chaos-${report.run}`],
    'both are there',
  );
  const other = status?.ephemeralContainerStatuses?.find(({ name }) => name === 'debug');
  t.ok(other?.state?.running, 'the other one runs on');
  const mine = spec?.ephemeralContainers?.find(({ name }) => name !== 'debug');
  t.match(mine, {
    imagePullPolicy: 'IfNotPresent',
    terminationMessagePolicy: 'File',
    securityContext: {
      runAsUser: 0,
      runAsNonRoot: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  });
});

t.test('an interrupted run ends it by the order end', async (t) => {
  const targets = await runPods(test, ['interrupted'], 'server');
  const interrupt = new AbortController();
  const onEvent = ({ event }: RunEvent): void => {
    if (event === 'applied') interrupt.abort();
  };
  const report = await runFault(
    kube,
    targets,
    DISCONNECT,
    { durationMs: 600_000, onEvent },
    interrupt.signal,
  );
  t.match(report, {
    interrupted: true,
    targets: [{ mended: true, agent: { outcome: 'mended', reason: 'asked', run: report.run } }],
  });
  t.same(await rulesIn(targets[0]!), []);
});

t.test('kill -9 of the agent is mended by the client', async (t) => {
  const targets = await runPods(test, ['agent-killed'], 'server');
  const run = 'agentkil';
  let killed = 0;
  const onEvent = ({ event }: RunEvent): void => {
    if (event !== 'applied') return;
    for (const pid of agentPids(run)) killed += Number(process.kill(pid, 'SIGKILL'));
  };
  const report = await runFault(kube, targets, DISCONNECT, { run, durationMs: 600_000, onEvent }, never);
  t.not(killed, 0);
  t.match(report.targets[0], { mended: true, agent: { outcome: 'mended', reason: 'asked' } });
  t.not(report.verdict, 'not-ended');
  t.same(await rulesIn(targets[0]!), []);
  const fault = (await listActive(kube, HERE)).find((each) => each.run === run);
  t.match(fault, { state: 'ended', detail: 'exit code 137 (Error)' });
});

t.test('after kill -9 of the client the agent ends it by its own deadline', async (t) => {
  const targets = await runPods(test, ['client-killed'], 'server');
  const run = 'clientk1';
  const kill = await startClient('client-killed', run, 10_000);
  await kill();
  t.not((await rulesIn(targets[0]!)).length, 0, 'the fault goes on');
  await until('the end of the fault', async () => {
    const fault = (await listActive(kube, HERE)).find((each) => each.run === run);
    return fault?.state === 'ended' && fault.report?.reason === 'deadline';
  });
  t.same(await rulesIn(targets[0]!), []);
});

t.test('and another process ends it earlier', async (t) => {
  const targets = await runPods(test, ['cleaned-up'], 'server');
  const run = 'clientk2';
  const kill = await startClient('cleaned-up', run, 600_000);
  await kill();
  t.match(
    (await listActive(kube, HERE)).find((each) => each.run === run),
    { state: 'active', fault: 'drop, in and out, on eth0', pod: { name: 'cleaned-up' } },
  );
  const report = await cleanUp(kube, { where: HERE }, never);
  t.match(report, {
    verdict: 'held',
    targets: [{ pod: { name: 'cleaned-up' }, outcome: 'hit', mended: true }],
  });
  t.same(await rulesIn(targets[0]!), []);
  await until('it to answer again', () => answers(targets[0]!));
  t.match(
    (await listActive(kube, HERE)).find((each) => each.run === run),
    { state: 'ended', report: { reason: 'asked' } },
  );
});

t.test('after kill -9 of both, a clean-up finds the orphan', async (t) => {
  const targets = await runPods(test, ['orphan'], 'server');
  const run = 'bothkill';
  const kill = await startClient('orphan', run, 600_000);
  await kill();
  for (const pid of agentPids(run)) process.kill(pid, 'SIGKILL');
  const fault = await until('an orphan', async () =>
    (await listActive(kube, { all: true })).find((each) => each.run === run && each.state === 'orphaned'),
  );
  t.match(fault, { detail: 'exit code 137 (Error)' });
  const report = await cleanUp(kube, { where: { all: true }, target: run }, never);
  t.match(report, { verdict: 'held', targets: [{ outcome: 'hit', mended: true }] });
  t.same(await rulesIn(targets[0]!), []);
  t.same((await cleanUp(kube, { where: HERE }, never)).targets, [], 'nothing more to do');
});

t.test('a node is asked by a pod of its own, which is gone afterwards', async (t) => {
  const targets = await runPods(test, ['not-touched'], 'server');
  t.same(await checkNodes(kube, targets, DISCONNECT, {}, never), [{ node: 'local', answer: 'yes' }]);
  const netem = { ...DISCONNECT, effect: { do: 'netem', netem: { delay: { timeUs: 1_000 } } } } as const;
  const checks = await checkNodes(kube, targets, netem, {}, never);
  if (checks[0]?.answer === 'no') {
    t.match(checks[0].why, /sch_netem/);
    t.throws(() => requireNodes(checks, netem), { code: 'CHAOS_NO_NETEM', message: /no pod was touched/ });
  } else t.same(checks, [{ node: 'local', answer: 'yes' }]);
  const unknown = await checkNodes(kube, targets, DISCONNECT, { image: 'no:1', injectTimeoutMs: 500 }, never);
  t.match(unknown, [{ node: 'local', answer: 'unknown', why: /ImagePull/ }]);
  t.doesNotThrow(() => requireNodes(unknown, netem));
  const { items } = await kube.core.listNamespacedPod({ namespace: 'default' });
  t.same(
    items.filter(({ metadata }) => metadata?.name?.startsWith('pod-chaos')),
    [],
  );
  t.same(
    (await kube.core.readNamespacedPod({ name: 'not-touched', namespace: 'default' })).spec
      ?.ephemeralContainers,
    undefined,
  );
});
