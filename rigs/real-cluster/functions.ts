/**
 * Every function of Chaos Toolkit's `chaosk8s` that experiments may call, on a real cluster, by an account that has the Role of that
 * name alone, and those of nodes with the ClusterRole that docs/chaos/experiments.md says:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/functions.ts --kubeconfig FILE`, as cluster admin, with the image
 * pod-contagion:generic on the nodes. It makes a namespace and the ClusterRole, and removes both.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHAOS_MODULES } from '../../packages/experiments/src/providers/chaosk8s/functions.ts';
import { ROOT } from '../../scripts/files.ts';
import { makeAccount } from './account.ts';
import { openLab } from './lab.ts';
import { must, podChaos } from './run.ts';
import { startVictims } from './victims.ts';

const { kubectl, namespace: NAMESPACE, surprise, tryAll } = openLab('functions');

const ACCOUNT = `--serviceaccount=${NAMESPACE}:tester`;
const DEPLOYMENT = { name: 'victim', ns: NAMESPACE };
const PODS = { label_selector: 'app=victim', ns: NAMESPACE };
const BY_NAME = { name: 'victim', ns: NAMESPACE, label_selector: 'app in ({name})' };
const STATEFULSET = { name: 'store', ns: NAMESPACE };

type Call = Readonly<{ arguments: object; answer?: boolean | number }>;

/** With what each is called, and what a probe has to answer where that is one thing. */
const CALLS: Readonly<Record<string, Call>> = {
  terminate_pods: { arguments: { ...PODS, grace_period: 0 } },
  pods_in_phase: { arguments: PODS, answer: true },
  pods_not_in_phase: { arguments: { ...PODS, phase: 'Failed' }, answer: true },
  pods_in_conditions: {
    arguments: { ...PODS, conditions: [{ type: 'PodScheduled', status: 'True' }] },
    answer: true,
  },
  count_pods: { arguments: PODS, answer: 4 },
  count_min_pods: { arguments: PODS, answer: true },
  pod_is_not_available: { arguments: { ...BY_NAME, name: 'nobody' }, answer: true },
  all_pods_healthy: { arguments: { ns: NAMESPACE }, answer: true },
  read_pod_logs: { arguments: { ...BY_NAME, last: '10 minutes' } },
  should_be_found_in_logs: { arguments: { pattern: '.*', value: { victim: 'a line' } }, answer: true },
  scale_deployment: { arguments: { ...DEPLOYMENT, replicas: 4 } },
  rollout_deployment: { arguments: DEPLOYMENT },
  deployment_available_and_healthy: { arguments: DEPLOYMENT, answer: true },
  deployment_partially_available: { arguments: DEPLOYMENT, answer: true },
  deployment_fully_available: { arguments: { ...DEPLOYMENT, timeout: 120 }, answer: true },
  deployment_not_fully_available: {
    arguments: { ...DEPLOYMENT, timeout: 0.1, raise_on_fully_available: false },
    answer: false,
  },
  scale_statefulset: { arguments: { ...STATEFULSET, replicas: 1 } },
  statefulset_fully_available: { arguments: { ...STATEFULSET, timeout: 120 }, answer: true },
  statefulset_not_fully_available: {
    arguments: { ...STATEFULSET, timeout: 0.1, raise_on_fully_available: false },
    answer: false,
  },
  service_is_initialized: { arguments: { name: 'victim', ns: NAMESPACE }, answer: true },
  get_nodes: { arguments: {} },
  get_all_node_status_conditions: { arguments: {} },
  all_nodes_must_be_ready_to_schedule: { arguments: {}, answer: true },
  verify_nodes_condition: { arguments: {}, answer: true },
};

/** Names of an older module, by the function that they stand for. */
const OLDER: Readonly<Record<string, string>> = {
  scale_microservice: 'scale_deployment',
  all_microservices_healthy: 'all_pods_healthy',
  microservice_is_not_available: 'pod_is_not_available',
  read_microservices_logs: 'read_pod_logs',
  microservice_available_and_healthy: 'deployment_available_and_healthy',
  deployment_is_fully_available: 'deployment_fully_available',
  deployment_is_not_fully_available: 'deployment_not_fully_available',
  service_endpoint_is_initialized: 'service_is_initialized',
};

type Activity = Readonly<{ type: 'action' | 'probe'; name: string; provider: object }>;

type Journal = Readonly<{
  run: readonly Readonly<{
    activity: Readonly<{ name: string }>;
    status: string;
    output: unknown;
    exception?: readonly string[];
  }>[];
}>;

await tryAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'functions-'));
  const clusterRole = `node-lister-${NAMESPACE}`;
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    await makeAccount(kubectl, { namespace: NAMESPACE, name: 'tester' }, kubeconfig);
    await must(kubectl, ['apply', '-k', `${ROOT}kubernetes/chaos/roles/chaosk8s`, '-n', NAMESPACE]);
    const role = ['rolebinding', 'tester', '--role=pod-chaos-chaosk8s', ACCOUNT, '-n', NAMESPACE];
    await must(kubectl, ['create', ...role]);
    await startVictims(kubectl, NAMESPACE);
    await must(kubectl, ['expose', 'deployment', 'victim', '--port=80', '-n', NAMESPACE]);
    await must(kubectl, ['apply', '-f', '-'], JSON.stringify(store()));
    const run = (names: (module: string) => boolean): Promise<readonly Told[]> =>
      tell(kubeconfig, join(folder, 'journal.json'), activitiesOf(names));
    const isOfNodes = (module: string): boolean => module.startsWith('chaosk8s.node');
    process.stdout.write('with the Role alone\n');
    expect(await run((module) => !isOfNodes(module)), /^$/);
    process.stdout.write('those of nodes, with the Role alone\n');
    expect(await run(isOfNodes), /cannot list resource "nodes"/);
    await must(kubectl, ['create', 'clusterrole', clusterRole, '--verb=list', '--resource=nodes']);
    await must(kubectl, [
      'create',
      'clusterrolebinding',
      clusterRole,
      `--clusterrole=${clusterRole}`,
      ACCOUNT,
    ]);
    process.stdout.write('those of nodes, with the ClusterRole too\n');
    expect(await run(isOfNodes), /^$/);
  } finally {
    await kubectl(['delete', 'clusterrolebinding,clusterrole', clusterRole, '--ignore-not-found']);
    rmSync(folder, { recursive: true });
  }
});

/** A function, and why it failed; nothing where it did not. */
type Told = Readonly<{ name: string; failure: string }>;

/** Probes come first, so that they find all as it was. */
function activitiesOf(isWanted: (module: string) => boolean): readonly Activity[] {
  const activities = Object.entries(CHAOS_MODULES)
    .filter(([module]) => isWanted(module))
    .flatMap(([module, functions]) =>
      Object.keys(functions).map((func): Activity => {
        const type = module.endsWith('actions') ? 'action' : 'probe';
        const provider = { type: 'python', module, func, arguments: callOf(func).arguments };
        return { type, name: `${module}.${func}`, provider };
      }),
    );
  return [
    ...activities.filter(({ type }) => type === 'probe'),
    ...activities.filter(({ type }) => type === 'action'),
  ];
}

function callOf(func: string): Call {
  const call = CALLS[OLDER[func] ?? func];
  if (call === undefined) throw new Error(`expected a call of ${func}, got none: add it here`);
  return call;
}

/** Runs them as one experiment; gives what its journal says of each. */
async function tell(
  kubeconfig: string,
  journal: string,
  method: readonly Activity[],
): Promise<readonly Told[]> {
  const file = `${journal}.experiment.json`;
  const experiment = { title: 'Functions', description: 'All of chaosk8s that is known here.', method };
  writeFileSync(file, JSON.stringify(experiment));
  const ended = await podChaos(kubeconfig, ['run', file, '--journal', journal]);
  const { run } = JSON.parse(readFileSync(journal, 'utf8')) as Journal;
  if (run.length !== method.length)
    throw new Error(`expected ${method.length} functions in the journal, got ${run.length}: ${ended.stderr}`);
  return run.map(({ activity: { name }, status, output, exception }) => {
    if (status !== 'succeeded') return { name, failure: exception?.join('').trim() ?? status };
    const { answer } = callOf(name.slice(name.lastIndexOf('.') + 1));
    const isRight = answer === undefined || answer === output;
    return { name, failure: isRight ? '' : `expected ${String(answer)}, got ${JSON.stringify(output)}` };
  });
}

function expect(told: readonly Told[], failure: RegExp): void {
  for (const each of told) {
    const isRight = failure.test(each.failure);
    if (!isRight) surprise();
    process.stdout.write(
      `  ${isRight ? 'ok ' : 'NOT'} ${each.name}${each.failure === '' ? '' : `: ${each.failure}`}\n`,
    );
  }
}

/** A StatefulSet of one pod, which its functions are about. */
function store(): object {
  const labels = { app: 'store' };
  const container = {
    name: 'main',
    image: 'pod-contagion:generic',
    imagePullPolicy: 'IfNotPresent',
    command: [
      '/node',
      '-e',
      'process.on("SIGTERM", () => process.exit(0)); setInterval(() => undefined, 1_000)',
    ],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'store', namespace: NAMESPACE },
    spec: {
      replicas: 1,
      serviceName: 'store',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}
