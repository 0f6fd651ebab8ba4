import { isStatus, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { readPod, type Infection, type InfectionLog, type PodObject } from '@pod-contagion/epidemic';
import type { PodDetail, PodEvent } from '../../protocol/details.ts';
import { DETAIL_LIMIT_MS, MAX_EVENTS_OF_POD } from '../limits.ts';
import type { Ends } from './ends.ts';
import { readEvent, type EventObject } from './event-object.ts';
import { shortId } from './infection-wire.ts';

/** Where details are looked up. */
export type DetailSources = Readonly<{
  client: ApiClient;
  namespace: string;
  nameOf: (uid: string) => string | undefined;
  ends: Ends;
  infections: InfectionLog;
}>;

type WholePod = PodObject &
  Readonly<{
    metadata: Readonly<{ creationTimestamp?: string }>;
    status?: Readonly<{
      containerStatuses?: readonly Readonly<{ state?: { running?: { startedAt?: string } } }>[];
    }>;
  }>;

/** All of one pod that only whoever looks at it wants to know: asked of the API server when it is looked at. */
export async function podDetail(sources: DetailSources, uid: string): Promise<PodDetail | undefined> {
  const { client, namespace, ends, infections } = sources;
  const name = sources.nameOf(uid);
  if (name === undefined) return undefined;
  const signal = AbortSignal.timeout(DETAIL_LIMIT_MS);
  const [pod, events] = await Promise.all([
    podOf(client, namespace, name, uid, signal),
    eventsOf(client, namespace, uid, signal),
  ]);
  const own = [...infections.all()].filter(({ podUid }) => podUid === uid);
  const rest = {
    ended: ends.of(uid),
    infections: own.map(({ id }) => id),
    events,
  };
  if (pod === undefined) return { ...NOBODY, uid, name, namespace, ...rest };
  const facts = readPod(pod);
  const { metadata, status } = pod;
  const sinceMs = timeOf(status?.containerStatuses?.[0]?.state?.running?.startedAt);
  return {
    uid,
    name,
    namespace,
    node: facts.node ?? '',
    owner: facts.owner ?? '',
    ip: status?.podIP ?? '',
    phase: status?.phase ?? '',
    createdAtMs: timeOf(metadata.creationTimestamp),
    labels: metadata.labels ?? {},
    running: facts.containerId === undefined ? null : { container: shortId(facts.containerId), sinceMs },
    waiting:
      facts.waitingReason === undefined
        ? null
        : { reason: facts.waitingReason, message: facts.waitingMessage ?? '' },
    restarts: facts.restarts,
    sneezes: sneezesOf(own, facts.containerId),
    ...rest,
  };
}

const NOBODY: Omit<PodDetail, 'uid' | 'name' | 'namespace' | 'ended' | 'infections' | 'events'> = {
  node: '',
  owner: '',
  ip: '',
  phase: '',
  createdAtMs: null,
  labels: {},
  running: null,
  waiting: null,
  restarts: 0,
  sneezes: null,
};

function sneezesOf(own: readonly Infection[], containerId: string | undefined): PodDetail['sneezes'] {
  return own.find((each) => each.containerId === containerId)?.sneezes ?? null;
}

/** Undefined where it is gone, or another has its name. */
async function podOf(
  client: ApiClient,
  namespace: string,
  name: string,
  uid: string,
  signal: AbortSignal,
): Promise<WholePod | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;
  try {
    const pod = await client.json<WholePod>({ path, signal });
    return pod.metadata.uid === uid ? pod : undefined;
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/** None where they may not be read. */
async function eventsOf(
  client: ApiClient,
  namespace: string,
  uid: string,
  signal: AbortSignal,
): Promise<readonly PodEvent[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
  const query = { fieldSelector: `involvedObject.uid=${uid}` };
  try {
    const { items } = await client.json<{ items: readonly EventObject[] | null }>({ path, query, signal });
    return (items ?? [])
      .map(readEvent)
      .filter((event) => event !== undefined)
      .toSorted((one, other) => one.t - other.t)
      .slice(-MAX_EVENTS_OF_POD);
  } catch {
    return [];
  }
}

function timeOf(text: string | undefined): number | null {
  const atMs = Date.parse(text ?? '');
  return Number.isNaN(atMs) ? null : atMs;
}
