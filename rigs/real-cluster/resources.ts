/**
 * Burns and fills on a real cluster, and compares what the agent says it has reached with what the kubelet counts for the pod:
 * `node --conditions=@pod-contagion/source rigs/real-cluster/resources.ts --kubeconfig FILE`, as cluster admin, with the images
 * pod-contagion:generic and pod-contagion:chaos on the nodes. It makes a namespace and removes it; takes about four minutes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from './lab.ts';
import { must, podChaos, type Ended } from './run.ts';

const { kubeconfig, kubectl, namespace: NAMESPACE, surprise, tryAll } = openLab('resources');

const MIB = 1_048_576;
const LIMIT_BYTES = 512 * MIB;
const TOLERANCE_POINTS = 5;

/** Longer than the kubelet takes from one count to the next, in seconds. */
const LAST_SECONDS = 45;

await tryAll(async () => {
  const pods = ['burn', 'fill', 'guard', 'oom', 'disk'];
  for (const name of pods) await must(kubectl, ['apply', '-f', '-'], JSON.stringify(podOf(name)));
  const names = pods.map((name) => `pod/${name}`);
  await must(kubectl, ['wait', '-n', NAMESPACE, '--for=condition=Ready', '--timeout=120s', ...names]);
  await burn();
  await fill();
  await guard();
  await oom();
  await disk();
});

/** A pod that does nothing, with a limit of memory and a volume. */
function podOf(name: string): object {
  const idle = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1e6)';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      terminationGracePeriodSeconds: 1,
      volumes: [{ name: 'work', emptyDir: { sizeLimit: '128Mi' } }],
      containers: [
        {
          name: 'main',
          image: 'pod-contagion:generic',
          imagePullPolicy: 'IfNotPresent',
          command: ['/node', '-e', idle],
          resources: { requests: { memory: '64Mi' }, limits: { memory: `${LIMIT_BYTES}` } },
          volumeMounts: [{ name: 'work', mountPath: '/work' }],
        },
      ],
    },
  };
}

type Summary = Readonly<{
  pods: readonly Readonly<{
    podRef: Readonly<{ name: string; namespace: string }>;
    cpu?: Readonly<{ time: string; usageCoreNanoSeconds?: number }>;
    memory?: Readonly<{ time: string; workingSetBytes?: number }>;
  }>[];
}>;

/** What the kubelet counts for a pod: processor time so far in ms with its moment, and memory in bytes. */
async function countOf(
  name: string,
): Promise<Readonly<{ atMs: number; usedMs: number; memoryBytes: number }>> {
  const node = await must(kubectl, ['get', 'pod', name, '-n', NAMESPACE, '-o', 'jsonpath={.spec.nodeName}']);
  const text = await must(kubectl, ['get', '--raw', `/api/v1/nodes/${node}/proxy/stats/summary`]);
  const { pods } = JSON.parse(text) as Summary;
  const pod = pods.find(({ podRef }) => podRef.name === name && podRef.namespace === NAMESPACE);
  return {
    atMs: Date.parse(pod?.cpu?.time ?? ''),
    usedMs: (pod?.cpu?.usageCoreNanoSeconds ?? Number.NaN) / 1e6,
    memoryBytes: pod?.memory?.workingSetBytes ?? Number.NaN,
  };
}

function chaos(command: 'burn' | 'fill', pod: string, ...args: readonly string[]): Promise<Ended> {
  const who = [`-n${NAMESPACE}`, `-p${pod}`, '--allow-last-ready', '--max-percent=100'];
  return podChaos(kubeconfig, [command, ...who, ...args]);
}

async function burn(): Promise<void> {
  const running = chaos('burn', 'burn', '--load=50', '--cores=1', `-r${LAST_SECONDS}`);
  await sleep(8_000);
  const first = await countOf('burn');
  await sleep((LAST_SECONDS - 14) * 1_000);
  const last = await countOf('burn');
  const percent = (100 * (last.usedMs - first.usedMs)) / (last.atMs - first.atMs);
  say(
    Math.abs(percent - 50) <= TOLERANCE_POINTS,
    'burn 50 % of 1 core',
    `kubelet: ${percent.toFixed(1)} %`,
    await running,
  );
}

async function fill(): Promise<void> {
  const running = chaos('fill', 'fill', '--memory=70%', `-r${LAST_SECONDS}`);
  await sleep((LAST_SECONDS - 8) * 1_000);
  const { memoryBytes } = await countOf('fill');
  const percent = (100 * memoryBytes) / LIMIT_BYTES;
  say(
    Math.abs(percent - 70) <= TOLERANCE_POINTS,
    'fill memory to 70 %',
    `kubelet: ${percent.toFixed(1)} %`,
    await running,
  );
  await sleep(20_000);
  const { memoryBytes: after } = await countOf('fill');
  say(
    after < 0.25 * LIMIT_BYTES,
    'it gives it back',
    `kubelet: ${(after / MIB).toFixed(0)} MiB`,
    await running,
  );
}

async function guard(): Promise<void> {
  const running = chaos('fill', 'guard', '--memory=60%', '-r120');
  await sleep(15_000);
  const grow =
    'const held = []; const take = () => { if (held.length >= 45) return process.exit(0); held.push(Buffer.alloc(4 << 20, 1)); setTimeout(take, 100); }; take()';
  const grown = await kubectl(['exec', '-n', NAMESPACE, 'guard', '--', '/node', '-e', grow]);
  const ended = await running;
  const isRight = /the guard let go/.test(ended.stdout) && grown.exitCode === 0;
  say(isRight, 'the guard lets go', `the program that grew ended with ${grown.exitCode}`, ended);
}

async function oom(): Promise<void> {
  const ended = await chaos('fill', 'oom', '--memory=100%', '--until-oom', '-r60');
  const isRight = ended.exitCode === 0 && /the OOM killer took /.test(ended.stdout);
  say(isRight, 'until the OOM killer comes', `exit code ${ended.exitCode}`, ended);
}

async function disk(): Promise<void> {
  const refused = await chaos('fill', 'disk', '--disk=200Mi', '--volume=work', '-r20');
  say(refused.exitCode === 4, 'a file beyond the sizeLimit', `exit code ${refused.exitCode}`, refused);
  const held = await chaos('fill', 'disk', '--disk=64Mi', '--volume=work', '-r10');
  say(held.exitCode === 0, 'a file within it', `exit code ${held.exitCode}`, held);
  const evicted = await chaos('fill', 'disk', '--disk=200Mi', '--volume=work', '--until-evicted', '-r90');
  const state = await kubectl(['get', 'pod', 'disk', '-n', NAMESPACE, '-o', 'jsonpath={.status.reason}']);
  say(state.stdout === 'Evicted', 'until it is evicted', `status ${state.stdout || 'none'}`, evicted);
}

function say(isRight: boolean, what: string, measured: string, { stdout, stderr }: Ended): void {
  const told = stdout.trim().split('\n').slice(-2).join(' | ') || stderr.trim();
  process.stdout.write(`${isRight ? 'ok  ' : 'NOT '}${what}: ${measured}\n      ${told}\n`);
  if (!isRight) surprise();
}
