import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../files.ts';
import { until } from '../testing/until.ts';
import { DEPLOYMENT, itemsOf, type Place } from './stage.ts';

/** What is there before the commands of a page, by how many pods of each; nothing where all is left out. */
export type Scene = Readonly<{
  /** Podders behind their Service, in the Deployment `generic`. */
  podders?: number;
  /** Whether the Service is left out, so that nobody is infected. */
  isAlone?: boolean;
  /** Pods that talk with each other without end, in Deployments of these names with the label `app`. */
  web?: number;
  goldpinger?: number;
  /** A podder that has ended and was restarted, with last words. */
  restarted?: true;
}>;

/** A pod, as far as commands need it. */
export type ScenePod = Readonly<{
  metadata: Readonly<{ name: string; labels?: Readonly<Record<string, string>>; deletionTimestamp?: string }>;
  status: Readonly<{
    podIP?: string;
    conditions?: readonly Readonly<{ type: string; status: string }>[];
    containerStatuses?: readonly Readonly<{ restartCount: number }>[];
  }>;
}>;

/** How long is paused between two looks at a scene, in ms. */
const LOOK_MS = 500;

/** Name of the pod that has ended once. */
export const RESTARTED = 'restarted';

/** Answers on its pod's address, and asks its Service five times a second, so that faults have something to hit. */
const TALKS = `const http = require('node:http');
process.on('SIGTERM', () => process.exit(0));
http.createServer((request, response) => response.end('here')).listen(8080, process.env.POD_IP);
const place = { host: process.env.WEB_SERVICE_HOST, port: process.env.WEB_SERVICE_PORT, agent: false };
if (place.host) setInterval(() => http.get(place, (response) => response.resume()).on('error', () => {}), 200);`;

const POD_IP = { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } };

/** Makes it, and waits until all of it is ready. */
export async function makeScene(place: Place, scene: Scene): Promise<void> {
  const create = async (object: object): Promise<void> =>
    void (await place.must('kubectl create -f -', JSON.stringify(object)));
  if (scene.podders !== undefined) {
    const manifest = await readFile(`${ROOT}${DEPLOYMENT}`, 'utf8');
    if (scene.isAlone !== true) await place.must('kubectl create -f kubernetes/services/podder.yaml');
    await place.must('kubectl create -f -', manifest.replace('replicas: 50', `replicas: ${scene.podders}`));
  }
  if (scene.web !== undefined) {
    await create(service('web'));
    await create(deployment(place, 'web', scene.web));
  }
  if (scene.goldpinger !== undefined) await create(deployment(place, 'goldpinger', scene.goldpinger));
  if (scene.restarted === true) await create(shortLived());
  await readyPods(place);
}

type Workload = Readonly<{
  metadata: Readonly<{ generation?: number }>;
  spec: Readonly<{ replicas?: number }>;
  status: Readonly<{ observedGeneration?: number; readyReplicas?: number; updatedReplicas?: number }>;
}>;

/** Waits until every Deployment has all its pods, and none of another time is left; gives the pods. */
export function readyPods(place: Place): Promise<readonly ScenePod[]> {
  const look = async (): Promise<readonly ScenePod[] | undefined> => {
    const workloads = await itemsOf<Workload>(place, '/apis/apps/v1/namespaces/NAMESPACE/deployments');
    const pods = await itemsOf<ScenePod>(place, '/api/v1/namespaces/NAMESPACE/pods');
    const isComplete = workloads.every(
      ({ metadata, spec, status }) =>
        status.observedGeneration === metadata.generation &&
        status.readyReplicas === spec.replicas &&
        status.updatedReplicas === spec.replicas,
    );
    if (isComplete && pods.every(isThere)) return pods;
    await sleep(LOOK_MS);
    return undefined;
  };
  return until('all pods of the scene to be ready', look, place.stage.patienceMs);
}

function isThere({ metadata, status }: ScenePod): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  if (metadata.name === RESTARTED) return (status.containerStatuses?.[0]?.restartCount ?? 0) > 0;
  return status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

function service(name: string): object {
  const spec = { selector: { app: name }, ports: [{ port: 8080, targetPort: 8080 }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
}

function deployment({ stage }: Place, name: string, replicas: number): object {
  const container = {
    name: 'app',
    image: 'pod-contagion:generic',
    imagePullPolicy: 'IfNotPresent',
    command: [stage.node, '-e', TALKS],
    env: [POD_IP],
    // Says when it listens, and is not to doubt it because the machine is busy.
    readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1, failureThreshold: 60 },
  };
  const labels = { app: name };
  const template = {
    metadata: { labels },
    spec: { terminationGracePeriodSeconds: 2, containers: [container] },
  };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec };
}

/** A starter falls ill at once, ends, and is restarted. */
function shortLived(): object {
  const container = {
    name: 'podder',
    image: 'pod-contagion:starter',
    imagePullPolicy: 'IfNotPresent',
    args: [
      '-http=$(POD_IP):8080',
      '-health=$(POD_IP):8081',
      '-startDelay=0',
      '-healthDelay=0',
      '-frenzyDuration=100',
    ],
    env: [POD_IP, { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  };
  const metadata = { name: RESTARTED, labels: { app: 'podder', role: 'generic' } };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container] } };
}
