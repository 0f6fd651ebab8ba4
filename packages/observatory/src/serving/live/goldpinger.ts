import { isStatus, messageOf, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { describeError } from '@pod-contagion/errors';
import type { GoldpingerAnswer, GoldpingerCall } from '../../protocol/details.ts';
import { DETAIL_LIMIT_MS, GOLDPINGER_BELIEVED_MS } from '../limits.ts';

type ServiceObject = Readonly<{
  metadata?: Readonly<{ name?: string; namespace?: string; labels?: Record<string, string> }>;
  spec?: Readonly<{ ports?: readonly Readonly<{ name?: string; port?: number }>[] }>;
}>;
type Services = Readonly<{ items: readonly ServiceObject[] | null }>;

type CheckAll = Readonly<{
  hosts?: readonly Readonly<{ podName?: string }>[];
  responses?: Readonly<
    Record<
      string,
      Readonly<{
        OK?: boolean;
        error?: string;
        response?: Readonly<{ podResults?: Readonly<Record<string, PodResult>> }>;
      }>
    >
  >;
}>;
type PodResult = Readonly<{
  OK?: boolean;
  error?: string;
  'response-time-ms'?: number;
  'status-code'?: number;
}>;

/** Asks a Goldpinger, where one runs, what each of its pods says of each other; many who ask at once get one answer. */
export function createGoldpinger(client: ApiClient, namespace: string): () => Promise<GoldpingerAnswer> {
  let last: Readonly<{ atMs: number; answer: Promise<GoldpingerAnswer> }> | undefined;
  return () => {
    if (last === undefined || performance.now() - last.atMs > GOLDPINGER_BELIEVED_MS) {
      last = { atMs: performance.now(), answer: askGoldpinger(client, namespace) };
    }
    return last.answer;
  };
}

async function askGoldpinger(client: ApiClient, namespace: string): Promise<GoldpingerAnswer> {
  const none = { service: null, t: Date.now(), pods: [], calls: [], silent: [], raw: null };
  const signal = AbortSignal.timeout(DETAIL_LIMIT_MS);
  try {
    const found = await findService(client, namespace, signal);
    if (found === undefined)
      return { ...none, message: 'no Goldpinger runs here: no Service has that name or label' };
    const service = found.metadata?.name ?? '';
    const port = found.spec?.ports?.[0];
    const name = `${service}:${port?.name ?? port?.port ?? 'http'}`;
    const place = encodeURIComponent(found.metadata?.namespace ?? namespace);
    const path = `/api/v1/namespaces/${place}/services/${name}/proxy/check_all`;
    const { status, text } = await client.ask({ path, signal });
    if (status !== 200) return { ...none, service, message: `it was answered ${status}: ${messageOf(text)}` };
    return { ...none, service, message: null, ...readCheckAll(text) };
  } catch (error) {
    return { ...none, message: describeError(error) };
  }
}

/** By its name or one of its labels, first in the namespace that is looked at, else in any, where that may be looked at. */
async function findService(
  client: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<ServiceObject | undefined> {
  const own = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services`;
  const { items } = await client.json<Services>({ path: own, signal });
  return items?.find(isGoldpinger) ?? findAnywhere(client, signal);
}

async function findAnywhere(client: ApiClient, signal: AbortSignal): Promise<ServiceObject | undefined> {
  try {
    const { items } = await client.json<Services>({ path: '/api/v1/services', signal });
    return items?.find(isGoldpinger);
  } catch (error) {
    // Who may look at one namespace only is told of that one.
    if (isStatus(error, 403)) return undefined;
    throw error;
  }
}

function isGoldpinger({ metadata }: ServiceObject): boolean {
  const { labels = {} } = metadata ?? {};
  return [metadata?.name, labels['app'], labels['app.kubernetes.io/name']].includes('goldpinger');
}

/** What `check_all` says, as calls from one pod to another. Source: bloomberg/goldpinger, swagger.yml (`CheckAllResults`). */
export function readCheckAll(text: string): Pick<GoldpingerAnswer, 'pods' | 'calls' | 'silent' | 'raw'> {
  const raw = JSON.parse(text) as CheckAll;
  const calls: GoldpingerCall[] = [];
  const silent: { pod: string; error: string }[] = [];
  const names = new Set((raw.hosts ?? []).flatMap(({ podName }) => podName ?? []));
  for (const [from, { OK: isOk, error, response }] of Object.entries(raw.responses ?? {})) {
    names.add(from);
    if (response?.podResults === undefined) {
      silent.push({ pod: from, error: error ?? (isOk === false ? 'it is not OK' : 'it said nothing') });
    }
    for (const [to, result] of Object.entries(response?.podResults ?? {})) {
      names.add(to);
      calls.push({
        from,
        to,
        ok: result.OK === true,
        // A call that failed took a time as well, which says nothing of the way. Less than one millisecond is left out, as Go does zero.
        ms: result.OK === true ? (result['response-time-ms'] ?? 0) : null,
        status: result['status-code'] ?? null,
        error: result.error ?? null,
      });
    }
  }
  return { pods: [...names].toSorted(), calls, silent, raw };
}
