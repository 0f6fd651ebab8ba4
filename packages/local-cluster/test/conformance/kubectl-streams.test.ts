import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { freePort } from '../../../../scripts/testing/free-port.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { IMAGES, PODS, freshFolder, startFor, type Started } from '../cluster/support.ts';
import { begin, forwardPort, run } from './kubectl-run.ts';

/** At its own localhost a pod is asked here; free on this machine, whose own that is. */
const LOCAL_PORT = await freePort();

/** Gives back what is posted, and says who it is at its own localhost, on another port. */
const SERVER = `const http = require('node:http');
  http.createServer((request, response) => request.pipe(response)).listen(8080, process.env.POD_IP);
  http.createServer((request, response) => response.end('local')).listen(${LOCAL_PORT}, '127.0.0.1');
  process.on('SIGTERM', () => process.exit(0));`;

const WEB = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'node',
        args: [SERVER],
        env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
        ports: [{ containerPort: 8080 }],
        readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
      },
    ],
  },
};
const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
};

/** What makes kubectl speak each. */
const WAYS = {
  WebSocket: { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'true' },
  'SPDY/3.1': { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' },
} as const;

const SKIP = missing('kubectl', '127.0.0.0/8');

t.test('kubectl talks with containers of the local cluster', { skip: SKIP }, async (t) => {
  const started = await startFor(t, {
    network: 'loopback',
    images: { ...IMAGES, sh: { command: ['sh'] } },
  });
  const { api, cluster } = started;
  const kubectl = ['kubectl', `--kubeconfig=${cluster.kubeconfig}`, `--cache-dir=${freshFolder(t)}`];
  await api.create(PODS, WEB);
  await api.create(PODS.replace('pods', 'services'), SERVICE);
  await until('the pod to be ready', async () => {
    const { status } = await api.get(`${PODS}/web`);
    return status.containerStatuses?.[0]?.ready === true;
  });
  for (const [way, env] of Object.entries(WAYS)) {
    await t.test(`by ${way}`, async (t) => {
      await t.test('port-forward', (t) => portForward(t, kubectl, env));
      await t.test('exec', (t) => exec(t, kubectl, env, started));
      await t.test('attach', (t) => attach(t, kubectl, env, way));
      await t.test('terminals', { skip: missing('script of util-linux') }, (t) => terminals(t, kubectl, env));
    });
  }
  await t.test('cp, there and back', async (t) => {
    const folder = freshFolder(t);
    const file = (name: string): string => join(folder, name);
    writeFileSync(file('here'), randomBytes(100_000));
    t.match(await run(t, [...kubectl, 'cp', file('here'), `web:${file('there')}`]), { exitCode: 0 });
    t.match(await run(t, [...kubectl, 'cp', `web:${file('there')}`, file('back')]), { exitCode: 0 });
    t.ok(readFileSync(file('here')).equals(readFileSync(file('back'))));
  });
});

type Env = Readonly<Record<string, string>>;

async function portForward(t: Test, kubectl: readonly string[], env: Env): Promise<void> {
  const { url, running } = await forwardPort(t, kubectl, 'service/web', 80, env);
  const answers = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => (await post(url, `number ${index}`)).toString()),
  );
  t.strictSame(
    answers,
    answers.map((_, index) => `number ${index}`),
    'several at once',
  );
  const large = randomBytes(10_000_000);
  t.ok(large.equals(await post(url, large)), '10 MB both ways');
  running.child.kill('SIGTERM');

  const local = await forwardPort(t, kubectl, 'pod/web', LOCAL_PORT, env);
  t.equal((await post(local.url, '')).toString(), 'local', 'where only its localhost answers');
  local.running.child.kill('SIGTERM');

  const refused = await forwardPort(t, kubectl, 'pod/web', 9, env);
  await t.rejects(post(refused.url, 'x'));
  await until('kubectl to say why', () =>
    /an error occurred forwarding \d+ -> 9: error forwarding port 9 to pod web, uid \S+: failed to connect to localhost:9 inside the pod: .* connection refused/.test(
      refused.running.text(),
    ),
  );
}

async function exec(t: Test, kubectl: readonly string[], env: Env, { api }: Started): Promise<void> {
  const inWeb = (...command: string[]) => [...kubectl, 'exec', '-i', 'web', '--', ...command];
  const both = await run(t, inWeb('sh', '-c', 'echo "out $POD_IP"; echo err >&2; exit 3'), { env });
  const { status } = await api.get(`${PODS}/web`);
  t.match(both, { exitCode: 3, stderr: /^err\n.*exit code 3/s });
  t.equal(both.stdout.toString(), `out ${status.podIP}\n`, 'in its environment');
  t.match(await run(t, inWeb('sh', '-c', 'kill -9 $$'), { env }), { exitCode: 137 });
  t.match(await run(t, inWeb('nosuch'), { env }), {
    exitCode: 1,
    stderr: /exec: "nosuch": executable file not found in \$PATH/,
  });

  const large = randomBytes(5_000_000);
  const { stdout } = await run(t, inWeb('cat'), { env, stdin: large });
  t.equal(sum(stdout), sum(large), '5 MB through cat, which ends with its input');
  const counted = await run(t, inWeb('sh', '-c', 'head -c 5; echo; exit 4'), { env, stdin: large });
  t.match(counted, { exitCode: 4 }, 'a command that ends before its input does');

  const left = begin(t, inWeb('sh', '-c', 'echo $$; sleep 120 & wait'), { env, isOpen: true });
  const pid = await until('its process', () => /^(\d+)\n/.exec(left.text())?.[1]);
  left.child.kill('SIGKILL');
  await until('it to be ended with its client', () => !isAlive(-Number(pid)));
}

async function attach(t: Test, kubectl: readonly string[], env: Env, way: string): Promise<void> {
  const name = way === 'WebSocket' ? 'one' : 'two';
  const script = 'read first; echo "got $first"; cat >&2; exit 5';
  const running = begin(
    t,
    [...kubectl, 'run', name, '-i', '--rm', '--quiet', '--restart=Never', '--image=shell', '--', script],
    { env, stdin: 'hello\nand more\n' },
  );
  const { exitCode, stdout, stderr } = await running.ended;
  t.equal(exitCode, 5, stderr);
  t.match(stdout.toString(), /^got hello\n/);
  t.match(stderr, /and more/);
}

async function terminals(t: Test, kubectl: readonly string[], env: Env): Promise<void> {
  const words = [...kubectl, 'exec', '-it', 'web', '--', 'sh', '-c', TERMINAL].map((word) => `'${word}'`);
  // The terminal of kubectl gets another size while it runs.
  const line = `stty rows 33 cols 77; (until [ -e "$MARK" ]; do sleep 0.1; done; stty rows 44 cols 99 </dev/tty) & ${words.join(' ')}`;
  const mark = join(freshFolder(t), 'mark');
  const running = begin(t, ['script', '-qec', line, '/dev/null'], {
    env: { ...env, MARK: mark, SHELL: '/bin/sh' },
    isOpen: true,
  });
  await until('its size', () => /size 33 77/.test(running.text()) || undefined);
  t.match(running.text(), /terminal \/dev\/(pts|tty)/);
  writeFileSync(mark, '');
  await until('its new size', () => /changed 44 99/.test(running.text()) || undefined);
  running.child.stdin?.write('end\r');
  await until('what was typed', () => /read end/.test(running.text()) || undefined);
  t.match(await running.ended, { exitCode: 6 });
}

/** Says the size of its terminal, and again whenever that changes, until a line is read. */
const TERMINAL = `trap "echo changed \\$(stty size)" WINCH; echo "terminal $(tty)"
  until [ "$(stty size)" = "33 77" ]; do sleep 0.1; done; echo "size $(stty size)"
  until [ "$(stty size)" = "44 99" ]; do sleep 0.1; done; read line; echo "read $line"; exit 6`;

async function post(url: string, body: string | Buffer): Promise<Buffer> {
  const answer = await fetch(url, { method: 'POST', body });
  return Buffer.from(await answer.arrayBuffer());
}

function sum(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
