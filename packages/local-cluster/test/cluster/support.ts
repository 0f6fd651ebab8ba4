import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { Agent, request } from 'undici';
import { parse } from 'yaml';
import { PATIENCE_MS, until } from '../../../../scripts/testing/until.ts';
import { hostProcesses } from '../../src/host/processes.ts';
import { startCluster, type Cluster, type ClusterOptions, type Image } from '../../src/index.ts';

/** Whatever JSON may hold; tests say what they expect of it. */
export type Json = ReturnType<typeof JSON.parse>;

/** Asks a cluster by its kubeconfig, as any client does. */
export type Api = Readonly<{
  get: (path: string) => Promise<Json>;
  create: (path: string, object: object) => Promise<Json>;
  /** A JSON merge patch. */
  merge: (path: string, patch: object) => Promise<Json>;
  /** A patch as overlays have it. */
  strategic: (path: string, patch: object) => Promise<Json>;
  delete: (path: string, options?: object) => Promise<Json>;
  /** The rows of a list as kubectl prints them, by the names of their columns. */
  table: (path: string) => Promise<Record<string, string | number>[]>;
  /** The answer to a GET as text. */
  text: (path: string) => Promise<string>;
  /** Events of a watch, from what there is on. */
  watch: (path: string, onEvent: (type: string, object: Json) => void) => Promise<{ end: () => void }>;
  close: () => Promise<void>;
}>;

/** Where the objects of a test are. */
export const PODS = '/api/v1/namespaces/default/pods';
export const SERVICES = '/api/v1/namespaces/default/services';
export const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
export const EVENTS = '/api/v1/namespaces/default/events';

/** A program that tells whoever connects to port 8080 which pod it is; probes leave without listening to the end. */
const NAMED = `require('net')
  .createServer((socket) => socket.on('error', () => {}).end(process.env.POD_NAME))
  .listen(8080, process.env.POD_IP)`;

/** Says that a pod of the image `named` is ready once that program listens. */
export const LISTENS = { readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 } };

/** Images for pods of all manners. */
export const IMAGES: Readonly<Record<string, Image>> = {
  sleeper: { command: ['sleep', '120'] },
  named: { command: [process.execPath, '-e', NAMED] },
  node: { command: [process.execPath, '-e'] },
  shell: { command: ['sh', '-c'] },
  // Neither it nor what it starts, in its own group or out of it, ends by SIGTERM.
  deaf: {
    command: [
      'sh',
      '-c',
      `trap '' TERM HUP INT; echo deaf; sleep 120 & setsid sleep 120 & while :; do sleep 1; done`,
    ],
  },
};

/** A cluster of a test, with what it told and a client. */
export type Started = Readonly<{
  cluster: Cluster;
  api: Api;
  notices: string[];
  id: string;
  stateFolder: string;
}>;

/** A folder that goes with the test; unlike `t.testdir()` there may be several. */
export function freshFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Begins what a cluster says whose pods share an address, as all do where there is only one. */
const SHARED = 'pods and Services share ';

/** Starts a cluster that ends with the test. What it says of a network that nobody has chosen is no news. */
export async function startFor(t: Test, options: ClusterOptions = {}): Promise<Started> {
  const notices: string[] = [];
  const stateFolder = options.stateFolder ?? freshFolder(t);
  const cluster = await startCluster({
    images: IMAGES,
    stateFolder,
    onNotice: (line) => {
      if (options.network !== undefined || !line.startsWith(SHARED)) notices.push(line);
    },
    ...options,
  });
  const api = clientOf(cluster.kubeconfig);
  t.teardown(async () => {
    await api.close();
    await cluster.close();
  });
  return { cluster, api, notices, id: idOf(cluster.kubeconfig), stateFolder };
}

/** The id of the cluster that wrote a kubeconfig. */
export function idOf(kubeconfig: string): string {
  return parse(readFileSync(kubeconfig, 'utf8')).clusters[0].cluster.extensions[0].extension.clusterId;
}

/** Makes a client from a kubeconfig. Answers of 400 and above are thrown. */
export function clientOf(kubeconfig: string): Api {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
  const { server, 'certificate-authority-data': ca } = clusters[0].cluster;
  const agent = new Agent({ connect: { ca: Buffer.from(ca, 'base64').toString() }, bodyTimeout: 0 });
  const send = async (
    method: string,
    path: string,
    body?: object,
    type = 'application/json',
    accept = 'application/json',
  ) => {
    const answer = await request(`${server}${path}`, {
      dispatcher: agent,
      method,
      headers: { authorization: `Bearer ${users[0].user.token}`, 'content-type': type, accept },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (answer.statusCode >= 400) {
      const status = await answer.body.text();
      throw new Error(`${method} ${path}: ${answer.statusCode} ${status}`);
    }
    return answer.body;
  };
  const json =
    (method: string, type?: string) =>
    async (path: string, body?: object): Promise<Json> =>
      (await send(method, path, body, type)).json();
  return {
    get: json('GET'),
    create: json('POST'),
    merge: json('PATCH', 'application/merge-patch+json'),
    strategic: json('PATCH', 'application/strategic-merge-patch+json'),
    delete: json('DELETE'),
    table: async (path) => {
      const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
      const { columnDefinitions, rows }: Json = await (
        await send('GET', path, undefined, undefined, accept)
      ).json();
      return rows.map(({ cells }: Json) =>
        Object.fromEntries(columnDefinitions.map(({ name }: Json, column: number) => [name, cells[column]])),
      );
    },
    text: async (path) => (await send('GET', path)).text(),
    watch: async (path, onEvent) => {
      const body = await send('GET', `${path}?watch=1`);
      const lines = createInterface({ input: body });
      for (const emitter of [body, lines]) emitter.on('error', () => {});
      lines.on('line', (line) => {
        const { type, object } = JSON.parse(line);
        onEvent(type, object);
      });
      return { end: () => void body.destroy() };
    },
    close: () => agent.destroy(),
  };
}

/** A pod of one container, which gets no time to end by itself unless said otherwise. */
export function pod(name: string, image: string, spec: object = {}, container: object = {}): object {
  return {
    metadata: { name, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', image, env: PLACE, ...container }],
      ...spec,
    },
  };
}

/** Pods of one container, by an `app` of their own. */
export function deployment(app: string, image: string, replicas: number, container: object = {}): object {
  return {
    metadata: { name: app },
    spec: {
      replicas,
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'main', image, env: PLACE, ...container }],
        },
      },
    },
  };
}

/** A Service before the port 8080 of pods with an `app`. */
export function service(app: string, port: number, spec: object = {}): object {
  return {
    metadata: { name: app },
    spec: { selector: { app }, ports: [{ port, targetPort: 8080 }], ...spec },
  };
}

const PLACE = [
  { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
];

export { until };

/** Waits until so many pods are Ready, and gives them. */
export function untilReady(api: Api, count: number, selector = ''): Promise<Json[]> {
  return until(`${count} pods Ready`, async () => {
    const { items } = await api.get(`${PODS}?labelSelector=${encodeURIComponent(selector)}`);
    return items.filter(isReady).length === count && items;
  });
}

export function isReady({ status, metadata }: Json): boolean {
  const ready = status.conditions?.find(({ type }: Json) => type === 'Ready');
  return ready?.status === 'True' && metadata.deletionTimestamp === undefined;
}

/** What a connection brings, or the code of its error. */
export function talk(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('end', () => resolve(text));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('timeout', () => {
      socket.destroy();
      resolve('TIMEOUT');
    });
  });
}

/**
 * The processes of a cluster, by their mark. Read from /proc, whatever the cluster itself thinks; where there is none, those that
 * `ps` tells of, which are not all: a test that counts them needs Linux.
 */
export function processesOf(id: string): number[] {
  const pids: number[] = [];
  if (process.platform !== 'linux') {
    return hostProcesses.withVariable('POD_CONTAGION_CLUSTER', new Set([id])).map(({ pid }) => pid);
  }
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'latin1').split('\0');
      if (environment.includes(`POD_CONTAGION_CLUSTER=${id}`)) pids.push(Number(name));
    } catch {
      // It ended while we looked.
    }
  }
  return pids;
}

/** Where this process listens: `7F400001:2808`, in the kernel's own words; nothing is known of it where there is no /proc. */
export function ownListeners(): string[] {
  if (process.platform !== 'linux') return [];
  const sockets = new Set<string>();
  for (const name of readdirSync('/proc/self/fd')) {
    try {
      sockets.add(readlinkSync(`/proc/self/fd/${name}`));
    } catch {
      // The descriptor that the folder was read by.
    }
  }
  const lines = readFileSync('/proc/self/net/tcp', 'latin1').trim().split('\n').slice(1);
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && sockets.has(`socket:[${fields[9]}]`))
    .map((fields) => fields[1] ?? '')
    .toSorted();
}

/** What a process has that a cluster in it might leave behind. */
export function ownTraces(): Json {
  const signals: NodeJS.Signals[] = [
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
    'SIGQUIT',
    'SIGUSR1',
    'SIGUSR2',
    'SIGPIPE',
  ];
  const events = [...signals, 'exit', 'beforeExit', 'uncaughtException', 'unhandledRejection'];
  return {
    listeners: ownListeners(),
    handlers: Object.fromEntries(events.map((event) => [event, process.listenerCount(event)])),
  };
}

/** A program of its own that has a cluster. */
export type Host = Readonly<{
  child: ChildProcess;
  kubeconfig: string;
  id: string;
  /** Settles when it has ended, with its exit code or signal. */
  ended: Promise<number | NodeJS.Signals | null>;
}>;

const CLUSTER_MODULE = new URL('../../src/index.ts', import.meta.url).href;

/** What may not reach the program: how the test itself is run, which it would otherwise take part in. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return env;
}

/** Starts a program of its own: `code` has `startCluster`, and reads what comes on its standard input. */
export function runHost(code: string, before: readonly string[] = []): ChildProcess {
  const script = `import { startCluster } from ${JSON.stringify(CLUSTER_MODULE)};\n${code}`;
  const node = [process.execPath, '--conditions=@pod-contagion/source', '--input-type=module', '-e', script];
  const [program = '', ...args]: string[] = [...before, ...node];
  return spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: plainEnvironment() });
}

/**
 * Starts a program that runs a cluster and does `then` with it; `then` may wait for its standard input. Both end with the test.
 */
export async function startHost(t: Test, options: ClusterOptions, then = ''): Promise<Host> {
  const child = runHost(
    `const cluster = await startCluster(${JSON.stringify({ images: IMAGES, ...options })});
    process.stdin.resume();
    console.log(cluster.kubeconfig);
    ${then}`,
  );
  let complaints = '';
  child.stderr?.on('data', (chunk) => (complaints += String(chunk)));
  const ended = once(child, 'close').then(([code, signal]) => signal ?? code);
  const line = await Promise.race([once(child.stdout!, 'data').then(String), ended.then(() => '')]);
  const kubeconfig = line.trim();
  if (kubeconfig === '') throw new Error(`expected a cluster to start, got: ${complaints}`);
  const id = idOf(kubeconfig);
  t.teardown(async () => {
    child.kill('SIGKILL');
    await ended;
    for (const pid of processesOf(id)) process.kill(pid, 'SIGKILL');
  });
  return { child, kubeconfig, id, ended };
}
