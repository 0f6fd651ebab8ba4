/**
 * Kills in all forms on a real cluster, and says of each whether it did what it should:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/kills.ts --kubeconfig FILE`, as cluster admin, with the
 * image pod-contagion:generic on the nodes. It makes a namespace and removes it.
 */
import { connect, findTargets } from '@pod-contagion/chaos';
import { killPods } from '@pod-contagion/chaos/kill';
import { openLab } from './lab.ts';
import { must, podChaos, type Ended } from './run.ts';
import { podsOf, readyVictim, startVictims, type Pod } from './victims.ts';

const { kubeconfig, kubectl, namespace: NAMESPACE, surprise, tryAll } = openLab('kills');

await tryAll(async () => {
  await startVictims(kubectl, NAMESPACE);
  await deletes();
  await shares();
  await anotherOfThatName();
  await evictions();
  await containers();
});

async function deletes(): Promise<void> {
  // These do not end by SIGTERM, so that the grace period shows.
  await startVictims(kubectl, NAMESPACE, 'deaf');
  for (const [graceSeconds, leastMs, mostMs] of [
    [3, 2_500, 20_000],
    [0, 0, 2_500],
  ] as const) {
    const how = ['--count=1', `--grace-period=${graceSeconds}`, '--wait', '--json'];
    const { ended, gone } = await hit(how, 'deaf');
    const afterMs = Number(/"what":"gone".*"afterMs":([\d.]+)/.exec(ended.stdout)?.[1]);
    const isRight = ended.exitCode === 0 && gone.length === 1 && afterMs >= leastMs && afterMs <= mostMs;
    say(isRight, `delete, grace period ${graceSeconds} s`, `gone after ${afterMs.toFixed(0)} ms`, ended);
  }
  await must(kubectl, ['delete', 'deployment', 'deaf', '-n', NAMESPACE]);
}

async function shares(): Promise<void> {
  const half = await hit(['--percent=50', '--grace-period=0']);
  say(half.gone.length === 2, '--percent 50 of 4', `${half.gone.length} replaced`, half.ended);
  const capped = await hit(['--all', '--grace-period=0']);
  say(capped.gone.length === 2, '--all of 4, capped at 50 %', `${capped.gone.length} replaced`, capped.ended);
  const lifted = ['--all', '--max-percent=100', '--allow-last-ready', '--grace-period=0'];
  const all = await hit(lifted);
  say(all.gone.length === 4, '--all, caps lifted', `${all.gone.length} replaced`, all.ended);
  const dry = await hit(['--percent=50', '--dry-run', '--seed=x']);
  const again = await hit(['--percent=50', '--dry-run', '--seed=x']);
  const isSame = dry.ended.exitCode === 0 && dry.ended.stdout === again.ended.stdout;
  say(isSame && dry.gone.length === 0, '--dry-run with a seed, twice', 'the same, nobody hit', dry.ended);
}

/** The command line has just looked when it kills; a pod that is replaced in between is simulated by an old uid. */
async function anotherOfThatName(): Promise<void> {
  const name = await readyVictim(kubectl, NAMESPACE);
  const kube = await connect({ kubeconfig });
  const signal = new AbortController().signal;
  const options = { namespaces: [NAMESPACE], names: [name], amount: 'all' } as const;
  const { chosen } = await findTargets(kube, options, { signal });
  const old = chosen.map((target) => Object.assign(target, { uid: '00000000-0000-0000-0000-000000000000' }));
  for (const mode of ['delete', 'evict'] as const) {
    const report = await killPods(kube, old, { mode, gracePeriodSeconds: 0 }, signal);
    const [result] = report.targets;
    const stays = (await podsOf(kubectl, NAMESPACE)).some(({ metadata }) => metadata.name === name);
    const words = result?.error?.message ?? '';
    const ended = { exitCode: report.verdict === 'no-effect' ? 1 : 0, stdout: words, stderr: '' };
    say(stays && result?.outcome === 'missed', `${mode} of a pod of an earlier uid`, 'left alone', ended);
  }
}

async function evictions(): Promise<void> {
  const served = await must(kubectl, ['api-versions']);
  const budget = (minAvailable: number): string =>
    JSON.stringify({
      apiVersion: served.split('\n').includes('policy/v1') ? 'policy/v1' : 'policy/v1beta1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'victim', namespace: NAMESPACE },
      spec: { minAvailable, selector: { matchLabels: { app: 'victim' } } },
    });
  await must(kubectl, ['apply', '-f', '-'], budget(4));
  await untilAllowed(0);
  const refused = await hit(['--evict', '--count=1', '--grace-period=0']);
  const isRefused = refused.ended.exitCode === 4 && refused.gone.length === 0;
  say(isRefused, 'evict against a PodDisruptionBudget', 'refused, nobody hit', refused.ended);
  await must(kubectl, ['apply', '-f', '-'], budget(3));
  await untilAllowed(1);
  const two = await hit(['--evict', '--count=2', '--grace-period=0']);
  say(two.gone.length === 1, 'evict two where one is allowed', `${two.gone.length} replaced`, two.ended);
  await must(kubectl, ['delete', 'pdb', 'victim', '-n', NAMESPACE]);
  const free = await hit(['--evict', '--count=1', '--grace-period=0']);
  say(free.ended.exitCode === 0 && free.gone.length === 1, 'evict without a budget', 'replaced', free.ended);
}

async function untilAllowed(count: number): Promise<void> {
  const path = 'jsonpath={.status.disruptionsAllowed}/{.status.observedGeneration}/{.metadata.generation}';
  for (let tries = 0; tries < 100; tries += 1) {
    const text = await must(kubectl, ['get', 'pdb', 'victim', '-n', NAMESPACE, '-o', path]);
    const [allowed, observed, generation] = text.split('/');
    if (Number(allowed || 0) === count && observed === generation) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`expected the budget to allow ${count}`);
}

async function containers(): Promise<void> {
  for (const signal of ['TERM', 'INT', 'KILL'] as const) {
    const name = await readyVictim(kubectl, NAMESPACE);
    const before = await restartsOf(name);
    const how = ['--container=main', `--signal=${signal}`, '--via=exec', '--timeout=10s'];
    const ended = await podChaos(kubeconfig, ['kill', `-n${NAMESPACE}`, `--pod=${name}`, ...how]);
    // The kubelet counts a restart only when the container is back.
    if (ended.exitCode === 0) await readyVictim(kubectl, NAMESPACE);
    const restarts = (await restartsOf(name)) - before;
    // The kernel keeps SIGKILL, and what has no handler, from the first process of a namespace.
    const isRight =
      signal === 'TERM' ? ended.exitCode === 0 && restarts === 1 : ended.exitCode === 1 && restarts === 0;
    say(isRight, `--container main --signal ${signal} --via exec`, `${restarts} restarts`, ended);
  }
}

async function restartsOf(name: string): Promise<number> {
  const pod = (await podsOf(kubectl, NAMESPACE)).find(({ metadata }) => metadata.name === name);
  return pod?.status.containerStatuses?.[0]?.restartCount ?? 0;
}

type Hit = Readonly<{ ended: Ended; gone: readonly Pod[] }>;

/** Runs a kill, and sees who of those that were there is gone or going. */
async function hit(args: readonly string[], app = 'victim'): Promise<Hit> {
  await readyVictim(kubectl, NAMESPACE, app);
  const before = await podsOf(kubectl, NAMESPACE, app);
  const ended = await podChaos(kubeconfig, ['kill', `-n${NAMESPACE}`, `--selector=app=${app}`, ...args]);
  const after = await podsOf(kubectl, NAMESPACE, app);
  const stays = (pod: Pod): boolean =>
    after.some(
      ({ metadata }) => metadata.uid === pod.metadata.uid && metadata.deletionTimestamp === undefined,
    );
  return { ended, gone: before.filter((pod) => !stays(pod)) };
}

function say(isRight: boolean, what: string, outcome: string, { exitCode, stdout, stderr }: Ended): void {
  if (!isRight) surprise();
  const lines = `${stdout}\n${stderr}`.trim().split('\n');
  const line = lines.find((each) => each.includes('CHAOS_')) ?? lines.at(-1) ?? '';
  const words = line.replaceAll(NAMESPACE, 'NS').slice(0, 200);
  process.stdout.write(`${isRight ? 'ok' : '??'} ${what}: ${outcome}, exit ${exitCode}: ${words}\n`);
}
