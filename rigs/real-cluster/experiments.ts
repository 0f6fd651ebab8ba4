/**
 * The experiments that come with the toolkit on a real cluster, and what each came to:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/experiments.ts --kubeconfig FILE [--flush NODE] [NAME...]`, as cluster
 * admin, with the images pod-contagion:generic and pod-contagion:chaos on the nodes. It makes a namespace and removes it. An experiment
 * asks a question, and may be answered either way; what is checked is that it was asked: who was hit, that all is undone, and a
 * verdict that fits the exit code. Before `flush-iptables` really flushes it has to be told which node.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../scripts/files.ts';
import { openLab } from './lab.ts';
import { must, podChaos } from './run.ts';

const { kubectl, namespace: NAMESPACE, words, flags, surprise, tryAll } = openLab('experiments', ['flush']);

const PODDERS = 10;
const LIMIT_MS = 240_000;

type Journal = Readonly<{
  status: string;
  run: readonly Readonly<{
    activity: Readonly<{ name: string }>;
    status: string;
    exception?: readonly string[];
  }>[];
  'pod-chaos': Readonly<{
    verdict: string;
    why: string;
    undone: readonly Readonly<{ ended: boolean }>[];
    hits: readonly Readonly<{ verdict: string; pods: readonly Readonly<{ outcome: string }>[] }>[];
  }>;
}>;

/** One of them, how it is prepared, and what makes it one that was asked. */
type Trial = Readonly<{
  name: string;
  podders?: 'plain' | 'self-ending' | 'gated' | 'none';
  vars?: readonly string[];
  /** How many pods are chosen; undefined where it is not of pods. */
  chosen?: number;
  /** Whether each of them has to be seen to be hit; of those that are cut off from nobody it can't be. Default true. */
  areHit?: boolean;
  codes: readonly number[];
}>;

const HELD_OR_NOT = [0, 3];

const TRIALS: readonly Trial[] = [
  { name: 'kill-one', chosen: 1, codes: HELD_OR_NOT },
  { name: 'kill-half', chosen: 5, codes: HELD_OR_NOT },
  { name: 'slow-requests', chosen: 5, codes: HELD_OR_NOT },
  { name: 'slow-250ms', chosen: 5, codes: HELD_OR_NOT },
  {
    name: 'contagion-half-killed',
    podders: 'self-ending',
    vars: ['spread:int=30'],
    chosen: 5,
    codes: HELD_OR_NOT,
  },
  {
    name: 'contagion-cut-off',
    podders: 'self-ending',
    vars: ['spread:int=30', 'percent:int=30'],
    chosen: 3,
    areHit: false,
    codes: HELD_OR_NOT,
  },
  {
    name: 'contagion-cut-off',
    podders: 'self-ending',
    vars: ['spread:int=30', 'percent:int=90'],
    chosen: 9,
    areHit: false,
    codes: HELD_OR_NOT,
  },
  { name: 'contagion-readiness-gate', podders: 'gated', codes: HELD_OR_NOT },
  { name: 'flush-iptables', podders: 'none', vars: ['node=nowhere'], codes: [4] },
];

await tryAll(async () => {
  await must(kubectl, ['label', 'namespace', NAMESPACE, 'pod-security.kubernetes.io/enforce=privileged']);
  const folder = mkdtempSync(join(tmpdir(), 'experiments-'));
  try {
    const own = join(folder, 'kubeconfig');
    const view = await must(kubectl, ['config', 'view', '--raw', '--flatten', '--minify', '-o', 'json']);
    const config = JSON.parse(view) as { contexts: { context: { namespace?: string } }[] };
    for (const { context } of config.contexts) context.namespace = NAMESPACE;
    writeFileSync(own, JSON.stringify(config), { mode: 0o600 });
    // Of what an experiment starts, such as kubectl.
    process.env['KUBECONFIG'] = own;
    process.chdir(ROOT);
    const trials = flags['flush'] === undefined ? TRIALS : [...TRIALS, await flushOf(flags['flush'])];
    for (const trial of trials) {
      if (words.length === 0 || words.includes(trial.name))
        await tryOne(trial, own, join(folder, 'journal.json'));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The flush of a node that is there, by way of a Service of podders. */
async function flushOf(node: string): Promise<Trial> {
  await must(kubectl, ['apply', '-n', NAMESPACE, '-f', `${ROOT}kubernetes/services/podder.yaml`]);
  const service = ['get', 'service', 'podder', '-n', NAMESPACE, '-o', 'jsonpath={.spec.clusterIP}'];
  const url = `http://${await must(kubectl, service)}/`;
  return {
    name: 'flush-iptables',
    vars: [`node=${node}`, `url=${url}`, 'consent:bool=true'],
    codes: HELD_OR_NOT,
  };
}

async function tryOne(trial: Trial, own: string, journal: string): Promise<void> {
  const { name, podders = 'plain', vars = [], chosen, areHit = true, codes } = trial;
  await startPodders(podders);
  const begunAtMs = performance.now();
  const { exitCode, stdout, stderr } = await podChaos(own, [
    'run',
    `${ROOT}experiments/${name}.yaml`,
    `--journal=${journal}`,
    ...vars.flatMap((each) => ['--var', each]),
  ]);
  const seconds = Math.round((performance.now() - begunAtMs) / 1_000);
  const { run, 'pod-chaos': outcome } = JSON.parse(readFileSync(journal, 'utf8')) as Journal;
  const targets = outcome.hits.flatMap(({ pods }) => pods);
  const hit = targets.filter((target) => target.outcome === 'hit').length;
  const without = run.find(({ exception }) => /sch_netem/.test(exception?.join('') ?? ''));
  const areChosen = chosen === undefined || (targets.length === chosen && (!areHit || hit === chosen));
  const isAsked = codes.includes(exitCode) && areChosen;
  // A kernel without netem can't be asked that.
  const isRight =
    (isAsked || (without !== undefined && hit === 0)) && outcome.undone.every(({ ended }) => ended);
  if (!isRight) surprise();
  const what = [name, ...vars].join(' ');
  const told = `${outcome.verdict} (exit code ${exitCode}) after ${seconds} s, ${hit} hit; ${outcome.why}`;
  process.stdout.write(`${isRight ? 'ok  ' : 'NOT '}${what}: ${told}\n`);
  if (!isRight) process.stdout.write(`${stdout}${stderr}\n`);
}

/** Starts ten podders afresh, who fall ill after 3 s, and waits until all are ready. */
async function startPodders(kind: NonNullable<Trial['podders']>): Promise<void> {
  const of = ['-n', NAMESPACE];
  await must(kubectl, ['delete', ...of, 'deployment/generic', '--ignore-not-found', '--wait=true']);
  await untilPods('', 0);
  if (kind === 'none') return;
  const folder = {
    plain: 'kubernetes/deployments',
    'self-ending': 'kubernetes/overlays/self-ending',
    gated: 'experiments/gated',
  };
  const text = await must(kubectl, [
    'kustomize',
    `${ROOT}${folder[kind]}`,
    '--load-restrictor=LoadRestrictionsNone',
  ]);
  await must(kubectl, ['apply', ...of, '-f', `${ROOT}kubernetes/services/podder.yaml`]);
  const documents = text.split(/^---$/m);
  const deployment = documents.find((document) => /^kind: Deployment$/m.test(document)) ?? '';
  const patched = deployment
    .replace(/^ {2}replicas: \d+$/m, `  replicas: ${PODDERS}`)
    .replace(/(name: PODDER_SYMPTOM_DELAY_MS\n\s+value: )"?'?\d+'?"?/, '$1"3000"');
  await must(kubectl, ['apply', ...of, '-f', '-'], patched);
  // With the gate nobody is Ready before it is opened; their containers are.
  await untilPods('true', PODDERS);
}

async function untilPods(ready: string, count: number): Promise<void> {
  const path = 'jsonpath={range .items[*]}{.status.containerStatuses[0].ready}{"\\n"}{end}';
  const untilMs = performance.now() + LIMIT_MS;
  for (;;) {
    const text = await must(kubectl, ['get', 'pods', '-n', NAMESPACE, '-l', 'app=podder', '-o', path]);
    const lines = text.split('\n').slice(0, -1);
    if (lines.length === count && lines.every((line) => line === ready)) return;
    if (performance.now() > untilMs)
      throw new Error(`expected ${count} podders, got ${lines.length}: ${lines.join()}`);
    await sleep(500);
  }
}
