import { setTimeout as sleep } from 'node:timers/promises';
import { must, type Kubectl } from './run.ts';

/** How many there are of each kind: half of them may be hit, and one has to stay ready. */
const REPLICAS = 4;

const LIMIT_MS = 120_000;

/** Where they answer, for a readiness probe: without it they had no traffic that could be hit. */
const PORT = 8_080;

const LIVE = `require("node:http").createServer((_, answer) => answer.end()).listen(${PORT})`;

/** Programs for the image that every cluster with podders has: one ends by SIGTERM at once, the other not at all. */
const PROGRAMS = {
  victim: `process.on("SIGTERM", () => process.exit(0)); ${LIVE}`,
  deaf: `process.on("SIGTERM", () => undefined); ${LIVE}`,
} as const;

/** A pod as kubectl gives it. */
export type Pod = Readonly<{
  metadata: Readonly<{ name: string; uid: string; deletionTimestamp?: string }>;
  status: Readonly<{
    conditions?: readonly Readonly<{ type: string; status: string }>[];
    containerStatuses?: readonly Readonly<{ restartCount: number }>[];
  }>;
}>;

/** Starts pods to be hit, in a Deployment that brings them back. */
export async function startVictims(
  kubectl: Kubectl,
  namespace: string,
  app: keyof typeof PROGRAMS = 'victim',
): Promise<void> {
  const container = {
    name: 'main',
    image: 'pod-contagion:generic',
    imagePullPolicy: 'IfNotPresent',
    command: ['/node', '-e', PROGRAMS[app]],
    readinessProbe: { httpGet: { path: '/', port: PORT }, periodSeconds: 1 },
  };
  const labels = { app };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace },
    spec: {
      replicas: REPLICAS,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
  await must(kubectl, ['apply', '-f', '-'], JSON.stringify(deployment));
  await readyVictim(kubectl, namespace, app);
}

/** All pods of one kind, those that are on their way out among them. */
export async function podsOf(kubectl: Kubectl, namespace: string, app = 'victim'): Promise<readonly Pod[]> {
  const text = await must(kubectl, ['get', 'pods', '-n', namespace, '-l', `app=${app}`, '-o', 'json']);
  return (JSON.parse(text) as { items: readonly Pod[] }).items;
}

/** Waits until all are ready and none is on its way out, and names one. */
export async function readyVictim(kubectl: Kubectl, namespace: string, app = 'victim'): Promise<string> {
  const untilMs = performance.now() + LIMIT_MS;
  for (;;) {
    const pods = await podsOf(kubectl, namespace, app);
    const [first] = pods;
    if (first !== undefined && pods.length === REPLICAS && pods.every(isReady)) return first.metadata.name;
    if (performance.now() > untilMs) throw new Error(`expected ${REPLICAS} pods of ${app} to be ready`);
    await sleep(250);
  }
}

function isReady({ metadata, status }: Pod): boolean {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  return metadata.deletionTimestamp === undefined && ready?.status === 'True';
}
