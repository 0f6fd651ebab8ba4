/**
 * What only a current Kubernetes (1.30 or later) has, tried on a real one:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/current.ts --kubeconfig FILE`, as cluster admin, with the
 * images pod-contagion:generic and pod-contagion:chaos on the nodes. It makes a namespace and removes it. A line begins with
 * `ok` or with `??`.
 */
import { ROOT } from '../../scripts/files.ts';
import { forwardAndSneeze } from './forward.ts';
import { openLab } from './lab.ts';
import { must, podChaos, run, type Ended } from './run.ts';
import { podsOf, readyVictim, startVictims } from './victims.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const MAX_CHARACTERS_SHOWN = 240;

/** Says it late enough that somebody who attaches to it then hears it. */
const SPEAKS = ['/node', '-e', 'setTimeout(() => console.log("who is there"), 5_000)'];
const ECHOES = ['/node', '-e', 'process.stdin.pipe(process.stdout)'];
const IMAGE = ['--image=pod-contagion:generic', '--image-pull-policy=IfNotPresent'];

const { kubeconfig, kubectl, namespace: NAMESPACE, surprise, tryAll } = openLab('current');

await tryAll(async () => {
  await startVictims(kubectl, NAMESPACE);
  await podSecurity();
  await networkFaults();
  await agentsKill();
  await podders();
  await ownAccount();
});

/** An agent needs a namespace that is `privileged`; one that has had it is told what a stricter level means. */
async function podSecurity(): Promise<void> {
  const pod = await readyVictim(kubectl, NAMESPACE);
  const disconnect = ['disconnect', `-n${NAMESPACE}`, `--pod=${pod}`, '--include-node', '--duration=3s'];
  for (const level of ['restricted', 'baseline'] as const) {
    await enforce(level);
    const refused = await podChaos(kubeconfig, disconnect);
    say(refused.exitCode === 4 && said(refused, 'violates PodSecurity'), `an agent under ${level}`, refused);
  }
  await enforce('privileged');
  const held = await podChaos(kubeconfig, disconnect);
  say(held.exitCode === 0 && said(held, 'held: 1 of 1'), 'an agent under privileged', held);
  await enforce('baseline');
  const debug = await kubectl([
    'debug',
    pod,
    `-n${NAMESPACE}`,
    '--image=pod-contagion:generic',
    '--profile=general',
    '--',
    '/node',
    '-v',
  ]);
  say(
    debug.exitCode !== 0 && said(debug, 'NET_ADMIN'),
    'kubectl debug of a pod that lists an agent, under baseline',
    debug,
  );
  const warned = await podChaos(kubeconfig, [
    'preflight',
    `-n${NAMESPACE}`,
    `--pod=${pod}`,
    '--fault=network',
  ]);
  say(said(warned, 'NET_ADMIN'), 'preflight says so', warned);
  await enforce('privileged');
}

async function enforce(level: string): Promise<void> {
  await must(kubectl, ['label', 'namespace', NAMESPACE, `${ENFORCE}=${level}`, '--overwrite']);
}

/** Each network fault by an agent; the probes are what it hits, as the node is included. */
async function networkFaults(): Promise<void> {
  const faults: readonly (readonly [what: string, args: readonly string[], code: number, words: string])[] = [
    ['disconnect', ['disconnect', '--include-node'], 0, 'held: 1 of 1'],
    ['disconnect that rejects', ['disconnect', '--include-node', '--reject'], 0, 'held: 1 of 1'],
    [
      'drop of a port of the pod',
      ['drop', '--include-node', '--local-port=8080', '--direction=in'],
      0,
      'held: 1 of 1',
    ],
    ['drop of what nobody sends', ['drop', '--port=1', '--direction=out'], 1, 'no-effect: 0 of 1'],
    ['the node left out: nothing but probes, nothing hit', ['disconnect'], 1, 'no-effect: 0 of 1'],
  ];
  for (const [what, args, code, words] of faults) {
    const pod = await readyVictim(kubectl, NAMESPACE);
    const before = await restartsIn();
    const [command = '', ...flags] = args;
    const ended = await podChaos(kubeconfig, [
      command,
      `-n${NAMESPACE}`,
      `--pod=${pod}`,
      '--duration=4s',
      ...flags,
    ]);
    say(ended.exitCode === code && said(ended, words), what, ended);
    // A readiness probe restarts nobody; it takes the pod out, which the report tells.
    const meanwhile = flags.includes('--include-node');
    say(
      said(ended, 'not Ready for a time') === meanwhile && (await restartsIn()) === before,
      `${what}: what is told of its probes`,
      ended,
    );
  }
  const pod = await readyVictim(kubectl, NAMESPACE);
  const netem = await podChaos(kubeconfig, [
    'disrupt',
    `-n${NAMESPACE}`,
    `--pod=${pod}`,
    '-d100',
    '--duration=3s',
    '--include-node',
  ]);
  const isSaid =
    netem.exitCode === 0 ||
    (netem.exitCode === 4 && said(netem, 'CHAOS_NO_NETEM')) ||
    said(netem, 'no pod was touched');
  say(isSaid, 'netem, or that this kernel has none', netem);
  const left = await podChaos(kubeconfig, ['status', `-n${NAMESPACE}`]);
  say(said(left, 'no fault is active'), 'nothing is left', left);
}

async function restartsIn(): Promise<number> {
  const pods = await podsOf(kubectl, NAMESPACE);
  return pods.reduce((sum, { status }) => sum + (status.containerStatuses?.[0]?.restartCount ?? 0), 0);
}

/** By an agent in the process namespace of the container. */
async function agentsKill(): Promise<void> {
  const pod = await readyVictim(kubectl, NAMESPACE);
  const before = await restartsIn();
  const args = ['kill', `-n${NAMESPACE}`, `--pod=${pod}`, '--container=main', '--via=agent'];
  const ended = await podChaos(kubeconfig, [...args, '--signal=TERM']);
  await readyVictim(kubectl, NAMESPACE);
  const restarts = (await restartsIn()) - before;
  say(ended.exitCode === 0 && restarts === 1, `SIGTERM by an agent: ${restarts} restart`, ended);
  const refused = await podChaos(kubeconfig, [...args, '--signal=KILL']);
  say(refused.exitCode === 1 && said(refused, 'ignores SIGKILL'), 'SIGKILL by an agent is refused', refused);
}

/** Podders under `restricted`: started, asked and infected by port-forward, looked into by exec. */
async function podders(): Promise<void> {
  await enforce('restricted');
  await must(kubectl, ['create', `-n${NAMESPACE}`, '-f', `${ROOT}kubernetes/services/podder.yaml`]);
  await must(kubectl, ['create', `-n${NAMESPACE}`, '-f', `${ROOT}kubernetes/deployments/generic.yaml`]);
  await must(kubectl, ['scale', `-n${NAMESPACE}`, 'deployment/generic', '--replicas=6']);
  const ready = await kubectl([
    'rollout',
    'status',
    `-n${NAMESPACE}`,
    'deployment/generic',
    '--timeout=150s',
  ]);
  say(ready.exitCode === 0, 'podders are admitted under restricted and get Ready', ready);
  const path = 'jsonpath={range .items[*]}{.status.containerStatuses[0].restartCount}{end}';
  const restarts = await kubectl(['get', 'pods', `-n${NAMESPACE}`, '-l', 'role=generic', '-o', path]);
  say(/^0+$/.test(restarts.stdout), 'without a restart, by their startup probe', restarts);
  for (const to of ['service/podder', 'deployment/generic']) {
    const port = to === 'service/podder' ? 80 : 8_080;
    const answer = await forwardAndSneeze(kubeconfig, NAMESPACE, to, port);
    say(answer.stdout === 'eww\n', `port-forward ${to}, and a sneeze by it`, answer);
  }
  const exec = await kubectl([
    'exec',
    `-n${NAMESPACE}`,
    'deployment/generic',
    '--',
    '/node',
    '-e',
    'process.exit(7)',
  ]);
  say(exec.exitCode === 7, 'exec, with its exit code', exec);
  await attach();
}

/** To a container of a pod that is there, by `kubectl debug`, and of a new one, which is spoken to. */
async function attach(): Promise<void> {
  const name = await must(kubectl, ['get', 'pods', `-n${NAMESPACE}`, '-l', 'role=generic', '-o', 'name']);
  const pod = name.split('\n')[0]?.replace('pod/', '') ?? '';
  const debug = ['debug', pod, `-n${NAMESPACE}`, '--attach', ...IMAGE, '--profile=restricted'];
  const debugged = await kubectl([...debug, '--', ...SPEAKS]);
  say(said(debugged, 'who is there'), 'kubectl debug of a podder under restricted, attached', debugged);
  await enforce('privileged');
  const start = ['run', 'echo', `-n${NAMESPACE}`, '-i', '--rm', '--restart=Never', ...IMAGE];
  const echoed = await kubectl([...start, '--command', '--', ...ECHOES], 'who is there\n');
  say(echoed.exitCode === 0 && said(echoed, 'who is there'), 'kubectl run -i, attached', echoed);
}

/** From a pod, by the token that Kubernetes projects into it. */
async function ownAccount(): Promise<void> {
  const job = await must(kubectl, ['kustomize', `${ROOT}kubernetes/chaos/job`]);
  await enforce('privileged');
  await must(kubectl, ['apply', '-f', '-'], job.replaceAll('namespace: default', `namespace: ${NAMESPACE}`));
  const done = await kubectl([
    'wait',
    `-n${NAMESPACE}`,
    'job/pod-chaos',
    '--for=condition=Complete',
    '--timeout=120s',
  ]);
  const log = await run('kubectl', [`--kubeconfig=${kubeconfig}`, 'logs', `-n${NAMESPACE}`, 'job/pod-chaos']);
  say(done.exitCode === 0 && said(log, '"outcome":"hit"'), 'the Job, by its projected token', log);
}

function said({ stdout, stderr }: Ended, words: string): boolean {
  return `${stdout}${stderr}`.includes(words);
}

function say(isRight: boolean, what: string, { exitCode, stdout, stderr }: Ended): void {
  if (!isRight) surprise();
  const words = (stdout.trim() || stderr.trim()).split('\n').at(-1) ?? '';
  const shown = words.replaceAll(NAMESPACE, 'NS').slice(0, MAX_CHARACTERS_SHOWN);
  process.stdout.write(`${isRight ? 'ok' : '??'} ${what}: exit ${exitCode}: ${shown}\n`);
}
