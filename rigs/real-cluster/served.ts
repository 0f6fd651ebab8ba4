/** Two pods for faults of connections: one that is asked, and one that asks, so that nothing comes from the node. */
import { must, podChaos, startPodChaos, type Ended, type Kubectl } from './run.ts';

/** Where the pod that is asked listens. */
export const PORT = 8_080;

/** Bytes of each answer: more than any toxic here lets through at once. */
export const ANSWER_BYTES = 40_000;

/** How long a look waits for an answer, in ms. */
const LOOK_LIMIT_MS = 6_000;

const SERVER = `require('node:http').createServer({ keepAliveTimeout: 60000 }, (request, answer) => {
  request.resume().on('end', () => answer.end(Buffer.alloc(${ANSWER_BYTES}, 97)));
}).listen(${PORT}); process.on('SIGTERM', () => process.exit(0));`;

const IDLE = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1e6)';

/** What a client saw of one request on a connection of its own. */
export type Seen = Readonly<{
  /** Until the first byte came and until the connection was over, in ms; null where that did not come in time. */
  firstMs: number | null;
  endMs: number | null;
  bytes: number;
  /** In how many pieces. */
  pieces: number;
  status: number | null;
  head: string;
  error: string | null;
}>;

/** What is asked, and how often, one after the other. */
export type Look = Readonly<{
  times?: number;
  path?: string;
  method?: string;
  headers?: readonly string[];
  /** Whether whoever answers keeps the connection: a toxic ends it where that one does. Default false. */
  keep?: boolean;
}>;

/** A script for the pod that asks: prints what it saw as JSON, one line a request. */
const ASK = `
const [address, times, head] = process.argv.slice(1);
const one = () => new Promise((resolve) => {
  const begun = performance.now();
  const seen = { firstMs: null, endMs: null, bytes: 0, pieces: 0, status: null, head: '', error: null };
  const socket = require('node:net').connect(${PORT}, address);
  const late = setTimeout(() => { resolve(seen); socket.destroy(); }, ${LOOK_LIMIT_MS});
  let text = '';
  socket.on('connect', () => socket.write(head));
  socket.on('data', (data) => {
    seen.firstMs ??= performance.now() - begun;
    seen.bytes += data.length; seen.pieces += 1;
    if (text.length < 2000) text += data.toString('latin1');
  });
  socket.on('error', (error) => { seen.error = error.code; });
  socket.on('close', () => {
    seen.endMs = performance.now() - begun;
    seen.head = text.split('\\r\\n\\r\\n')[0];
    seen.status = Number(seen.head.split(' ')[1]) || null;
    clearTimeout(late); resolve(seen);
  });
});
(async () => { for (let i = 0; i < Number(times); i += 1) console.log(JSON.stringify(await one())); process.exit(0); })();`;

/** A script that asks on a connection that it keeps, five times a second, and tells each time what came. */
const KEEP = `
const { Agent, get } = require('node:http');
const [address, seconds] = process.argv.slice(1);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const until = performance.now() + 1000 * seconds;
const one = () => {
  if (performance.now() > until) process.exit(0);
  const begun = performance.now();
  const tell = (status) => { console.log(JSON.stringify({ status, ms: performance.now() - begun })); setTimeout(one, 200); };
  get({ host: address, port: ${PORT}, agent }, (answer) => answer.resume().on('end', () => tell(answer.statusCode)))
    .on('error', (error) => tell(error.code));
};
one();`;

/** One request on a connection that is kept. */
export type Kept = Readonly<{ status: number | string; ms: number }>;

/** The two pods. */
export type Served = Readonly<{
  /** The one that is asked. */
  pod: string;
  /** Asks from the other one. */
  look: (what?: Look) => Promise<readonly Seen[]>;
  /** Asks from the other one on one connection, for so many seconds. */
  keepAsking: (seconds: number) => Promise<readonly Kept[]>;
  /** Runs a command of pod-chaos against the one, and `meanwhile` once its fault is in place. */
  during: <T>(
    args: readonly string[],
    meanwhile: () => Promise<T>,
  ) => Promise<Readonly<{ ended: Ended; seen: T }>>;
  chaos: (args: readonly string[]) => Promise<Ended>;
}>;

/** Starts them. */
export async function startServed(kubeconfig: string, kubectl: Kubectl, namespace: string): Promise<Served> {
  for (const [name, script] of [
    ['served', SERVER],
    ['asker', IDLE],
  ] as const) {
    await must(kubectl, ['apply', '-f', '-'], JSON.stringify(podOf(namespace, name, script)));
  }
  const names = ['pod/served', 'pod/asker'];
  await must(kubectl, ['wait', '-n', namespace, '--for=condition=Ready', '--timeout=120s', ...names]);
  const where = ['get', 'pod', 'served', '-n', namespace, '-o', 'jsonpath={.status.podIP}'];
  const address = await must(kubectl, where);
  const inAsker = async (script: string, ...args: readonly string[]): Promise<readonly unknown[]> => {
    const exec = ['exec', '-n', namespace, 'asker', '--', '/node', '-e', script, address, ...args];
    const lines = (await must(kubectl, exec)).trim().split('\n');
    return lines.map((line) => JSON.parse(line) as unknown);
  };
  const chaos = (args: readonly string[]): readonly string[] => {
    const who = ['-pserved', '--allow-last-ready', '--max-percent=100'];
    return [...args.slice(0, 1), `-n${namespace}`, ...who, ...args.slice(1)];
  };
  return {
    pod: 'served',
    look: async ({ times = 1, path = '/', method = 'GET', headers = [], keep = false } = {}) => {
      const close = keep ? [] : ['Connection: close'];
      const lines = [`${method} ${path} HTTP/1.1`, 'Host: served', ...close, ...headers];
      return (await inAsker(ASK, `${times}`, `${lines.join('\r\n')}\r\n\r\n`)) as readonly Seen[];
    },
    keepAsking: async (seconds) => (await inAsker(KEEP, `${seconds}`)) as readonly Kept[],
    async during(args, meanwhile) {
      const command = startPodChaos(kubeconfig, chaos(args));
      await Promise.race([command.said(/: in place;/), command.ended]);
      const seen = await meanwhile();
      return { ended: await command.ended, seen };
    },
    chaos: (args) => podChaos(kubeconfig, chaos(args)),
  };
}

function podOf(namespace: string, name: string, script: string): object {
  const readinessProbe = { tcpSocket: { port: PORT }, periodSeconds: 1 };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: 'main',
          image: 'pod-contagion:generic',
          imagePullPolicy: 'IfNotPresent',
          command: ['/node', '-e', script],
          ...(name === 'served' ? { readinessProbe } : {}),
        },
      ],
    },
  };
}
