import { setTimeout as sleep } from 'node:timers/promises';
import { must, type Kubectl } from './run.ts';

/** How many there are: half of them may be hit, and one has to stay ready. */
const REPLICAS = 4;

const LIMIT_MS = 120_000;

/** A program that ends by SIGTERM at once, of the image that every cluster with podders has. */
const PROGRAM = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => undefined, 1e6)';

/** Starts pods to be hit, in a Deployment that brings them back. */
export async function startVictims(kubectl: Kubectl, namespace: string): Promise<void> {
  const container = {
    name: 'main',
    image: 'pod-contagion:generic',
    imagePullPolicy: 'IfNotPresent',
    command: ['/node', '-e', PROGRAM],
  };
  const labels = { app: 'victim' };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'victim', namespace },
    spec: {
      replicas: REPLICAS,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
  await must(kubectl, ['apply', '-f', '-'], JSON.stringify(deployment));
  await readyVictim(kubectl, namespace);
}

type Pod = Readonly<{
  metadata: Readonly<{ name: string; deletionTimestamp?: string }>;
  status: Readonly<{ conditions?: readonly Readonly<{ type: string; status: string }>[] }>;
}>;

/** Waits until all are ready and none is on its way out, and names one. */
export async function readyVictim(kubectl: Kubectl, namespace: string): Promise<string> {
  const untilMs = performance.now() + LIMIT_MS;
  for (;;) {
    const text = await must(kubectl, ['get', 'pods', '-n', namespace, '-l', 'app=victim', '-o', 'json']);
    const { items } = JSON.parse(text) as { items: readonly Pod[] };
    const ready = items.filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    );
    const [first] = ready;
    if (first !== undefined && items.length === REPLICAS && ready.length === REPLICAS) {
      return first.metadata.name;
    }
    if (performance.now() > untilMs) throw new Error(`expected ${REPLICAS} victims to be ready`);
    await sleep(250);
  }
}
