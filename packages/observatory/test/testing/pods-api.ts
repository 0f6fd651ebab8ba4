import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import {
  openSmallApi,
  sendJson,
  sendStatus,
  type SmallApi,
} from '../../../cluster-client/test/testing/small-api.ts';

/** A pod of a test: how often it was restarted, and what its last container left as last words. */
export type Podder = Readonly<{ name: string; restarts?: number; isReady?: boolean; lastWords?: object }>;

/** An API server that lists and watches the pods that a test puts there, as Kubernetes does: by versions, the old ones of which expire. */
export type PodsApi = SmallApi & {
  /** A pod is new, or is another than it was. */
  put: (podder: Podder) => void;
  remove: (name: string) => void;
  /** Breaks each watch, and takes none before `mend`. */
  cut: () => void;
  mend: () => void;
  /** Forgets what happened up to now: whoever watches from before is told 410. */
  expire: () => void;
};

type Happened = Readonly<{ version: number; type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: object }>;

/** When all of a test's infections began: long before anybody looks. */
const STARTED_MS = Date.now() - 5 * 3_600_000;

/** Opens one, with these pods. */
export async function openPodsApi(podders: readonly Podder[]): Promise<PodsApi> {
  const pods = new Map<string, object>();
  const watches = new Set<ServerResponse>();
  let happened: Happened[] = [];
  let version = 10;
  let oldest = version;
  let isCut = false;

  const api = await openSmallApi(({ path, query }, response) => {
    const isOfPods = path.endsWith('/pods');
    if (query.get('watch') !== 'true') {
      const items = isOfPods ? [...pods.values()] : [];
      sendJson(response, { kind: 'List', metadata: { resourceVersion: String(version) }, items });
    } else if (!isOfPods) response.writeHead(200).flushHeaders();
    else if (isCut) response.destroy();
    else if (Number(query.get('resourceVersion')) < oldest)
      sendStatus(response, 410, 'too old resource version');
    else {
      response.writeHead(200).flushHeaders();
      watches.add(response);
      response.once('close', () => watches.delete(response));
      for (const each of happened)
        if (each.version > Number(query.get('resourceVersion'))) write(response, each);
    }
  });

  function happen(type: Happened['type'], object: object): void {
    const event = { version, type, object };
    happened.push(event);
    for (const each of watches) write(each, event);
  }

  function put(podder: Podder): void {
    const isNew = !pods.has(podder.name);
    const object = podOf(podder, ++version);
    pods.set(podder.name, object);
    happen(isNew ? 'ADDED' : 'MODIFIED', object);
  }

  for (const each of podders) put(each);
  return {
    ...api,
    put,
    remove(name) {
      const object = pods.get(name);
      pods.delete(name);
      version++;
      if (object !== undefined) happen('DELETED', object);
    },
    cut() {
      isCut = true;
      for (const each of watches) each.destroy();
    },
    mend() {
      isCut = false;
    },
    expire() {
      // One change that nobody sees, so that whoever has seen all before is too late as well.
      oldest = ++version;
      happened = [];
      const status = { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired' };
      for (const each of watches) each.end(`${JSON.stringify({ type: 'ERROR', object: status })}\n`);
      watches.clear();
    },
  };
}

function write(response: ServerResponse, { type, object }: Happened): void {
  response.write(`${JSON.stringify({ type, object })}\n`);
}

/** How one stands in the API: its container is named after it and its restarts. */
function podOf({ name, restarts = 0, isReady = true, lastWords }: Podder, version: number): object {
  const ended = {
    containerID: containerOf(name, restarts - 1),
    exitCode: 143,
    reason: 'Error',
    finishedAt: new Date(STARTED_MS + version * 1_000).toISOString(),
    ...(lastWords === undefined ? {} : { message: `${JSON.stringify(lastWords)}\n` }),
  };
  return {
    metadata: { uid: `uid-${name}`, name, resourceVersion: String(version), labels: { app: 'podder' } },
    spec: { nodeName: 'node', containers: [{ name: 'podder' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
      containerStatuses: [
        {
          name: 'podder',
          restartCount: restarts,
          containerID: containerOf(name, restarts),
          state: { running: {} },
          ...(restarts === 0 ? {} : { lastState: { terminated: ended } }),
        },
      ],
    },
  };
}

/** The id of a container: of the pod, after so many restarts. */
export function containerOf(name: string, restarts: number): string {
  return `containerd://${createHash('sha256').update(`${name} ${restarts}`).digest('hex')}`;
}

/** What a podder says at its end that was infected so many seconds after all began. */
export function wordsOf(from: string | null, generation: number, atSecond: number): object {
  const at = (second: number): string => new Date(STARTED_MS + second * 1_000).toISOString();
  return {
    state: 'symptomatic',
    strain: 'flu',
    generation,
    from,
    exposedAt: at(atSecond),
    symptomaticAt: at(atSecond + 1),
    endedAt: at(atSecond + 3),
    sneezes: { sent: 2, answered: 1 },
  };
}
