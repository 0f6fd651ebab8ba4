/**
 * Runs one podder and one starter side by side on loopback, and restarts the podder as a kubelet would once its
 * probes have failed three times. For `npm start`, on a machine without Kubernetes.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT, SOURCE_CONDITION } from './files.ts';

const FACE = '127.0.0.1:8080';
const HEALTH = '127.0.0.1:8081';
const STARTER_FACE = '127.0.0.1:8082';
const STARTER_HEALTH = '127.0.0.1:8083';

/** What a kubelet does with the manifest's probes: three failures, one a second. */
const PROBE_PERIOD_MS = 1000;
const FAILURE_THRESHOLD = 3;

/** How long the podder may take to open its listeners. */
const START_TIMEOUT_MS = 10_000;

const HELP = `Usage: npm start [-- --help]

Runs a podder (face http://${FACE}/face, health http://${HEALTH}) and a starter that infects it.
`;

type Line = { pod: string; event: string; time: string; msg: string; [field: string]: unknown };

const children = new Set<ChildProcess>();
let ending = false;

function run(
  app: 'generic' | 'starter',
  pod: string,
  args: readonly string[],
  service: string,
): ChildProcess {
  const [host, port] = service.split(':');
  const child = spawn(
    process.execPath,
    [`--conditions=${SOURCE_CONDITION}`, `${ROOT}apps/${app}/src/main.ts`, ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, POD_NAME: pod, PODDER_SERVICE_HOST: host, PODDER_SERVICE_PORT: port },
    },
  );
  children.add(child);
  child.once('exit', () => children.delete(child));
  if (child.stdout !== null)
    createInterface(child.stdout).on('line', (line) => show(JSON.parse(line) as Line));
  return child;
}

function show({ time, pod, event, level: _level, msg, ...fields }: Line): void {
  const details = Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  process.stdout.write(
    `${time.slice(11, 23)} ${pod.padEnd(9)} ${event.padEnd(11)} ${details.join(' ') || msg}\n`,
  );
}

async function livenessStatus(): Promise<number> {
  const answer = await fetch(`http://${HEALTH}/liveness`, { signal: AbortSignal.timeout(PROBE_PERIOD_MS) });
  await answer.body?.cancel();
  return answer.status;
}

/** Waits until the podder answers; false where it ended instead, having said why on standard error. */
async function isUp(podder: ChildProcess): Promise<boolean> {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (podder.exitCode === null && Date.now() < giveUpAt) {
    if ((await livenessStatus().catch(() => 0)) === 200) return podder.exitCode === null;
    await sleep(50);
  }
  return false;
}

/** Probes until the podder has failed as often as a kubelet allows, or is gone. */
async function untilKilled(podder: ChildProcess): Promise<void> {
  for (
    let failures = 0;
    failures < FAILURE_THRESHOLD && podder.exitCode === null;
    await sleep(PROBE_PERIOD_MS)
  ) {
    failures = (await livenessStatus().catch(() => 0)) === 200 ? 0 : failures + 1;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => void child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await Promise.all([...children].map(stop));
  process.exit(code);
}

const [argument] = process.argv.slice(2);
if (argument === '--help') {
  process.stdout.write(HELP);
  process.exit();
} else if (argument !== undefined) {
  process.stderr.write(`npm start: expected no argument or --help, got ${JSON.stringify(argument)}\n`);
  process.exit(2);
}
process.on('SIGINT', () => void end(130));
process.on('SIGTERM', () => void end(143));

for (let restarts = 0; ; restarts++) {
  const podder = run('generic', 'generic-1', [`-http=${FACE}`, `-health=${HEALTH}`], STARTER_FACE);
  if (!(await isUp(podder))) {
    await end(1);
    break;
  }
  if (restarts === 0) {
    run('starter', 'starter', [`-http=${STARTER_FACE}`, `-health=${STARTER_HEALTH}`], FACE);
    process.stdout.write(`
A podder listens on http://${FACE}/face. A starter, patient zero, will infect it in ten seconds.
Sneeze at it yourself:       curl -d action=achoo http://${FACE}/face
Ask how it is:               curl http://${HEALTH}/infection
What a kubelet would ask:    curl -i http://${HEALTH}/liveness
It is restarted when it dies of it. Ctrl-C ends everything.

`);
  }
  await untilKilled(podder);
  await stop(podder);
  process.stdout.write(
    `             RESTARTS ${restarts + 1}: liveness failed ${FAILURE_THRESHOLD} times, as a kubelet would see it\n`,
  );
}
