import { setTimeout as sleep } from 'node:timers/promises';
import { ADDRESS_LIMIT_MS } from '../limits.ts';
import type { ApiClient } from './api-client.ts';
import type { KubeObject } from './objects.ts';

type ServiceObject = Readonly<{
  metadata: { uid: string; name: string; namespace: string };
  spec?: { type?: string; clusterIP?: string; ports?: { port: number }[] };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}>;

/** Pause between two looks, in milliseconds. */
const LOOK_AGAIN_MS = 25;

/** Ports that not everybody may listen on, and how long the cluster may take to tell what it took instead. */
const FIRST_COMMON_PORT = 1024;
const REPLACEMENT_LIMIT_MS = 300;

/** What a local cluster says where it could not take a Service's own port. */
const REPLACED = /^port (\d+) is reached at (\d+)\b/;

/**
 * `HOST:PORT` at which the first port of a Service is reached from this machine: the address its load balancer gave it,
 * else its own. Waits for it; undefined where it gets none.
 */
export async function findServiceAddress(
  client: ApiClient,
  { metadata }: KubeObject,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const namespace = encodeURIComponent(metadata.namespace ?? client.namespace);
  const path = `/api/v1/namespaces/${namespace}/services/${encodeURIComponent(metadata.name)}`;
  for (const giveUpAt = performance.now() + ADDRESS_LIMIT_MS; ; await sleep(LOOK_AGAIN_MS)) {
    const service = await client.json<ServiceObject>({ path, signal });
    const [ingress] = service.status?.loadBalancer?.ingress ?? [];
    const isLate = performance.now() > giveUpAt || service.spec?.type !== 'LoadBalancer';
    const own = service.spec?.clusterIP;
    const host = ingress?.ip ?? ingress?.hostname ?? (isLate && own !== 'None' ? own : undefined);
    const port = service.spec?.ports?.[0]?.port;
    if (host !== undefined && port !== undefined) {
      return `${host.includes(':') ? `[${host}]` : host}:${await portOf(client, service, port, signal)}`;
    }
    if (isLate) return undefined;
  }
}

/** The port itself, or the one an Event of the Service says was taken instead. */
async function portOf(
  client: ApiClient,
  { metadata }: ServiceObject,
  port: number,
  signal?: AbortSignal,
): Promise<number> {
  if (port >= FIRST_COMMON_PORT || process.getuid?.() === 0) return port;
  const path = `/api/v1/namespaces/${encodeURIComponent(metadata.namespace)}/events`;
  const query = { fieldSelector: `involvedObject.uid=${metadata.uid},reason=PortReplaced` };
  for (const giveUpAt = performance.now() + REPLACEMENT_LIMIT_MS; ; await sleep(LOOK_AGAIN_MS)) {
    const { items } = await client.json<{ items: { message?: string }[] }>({ path, query, signal });
    const replaced = items
      .map(({ message = '' }) => REPLACED.exec(message))
      .find((match) => match?.[1] === String(port))?.[2];
    if (replaced !== undefined) return Number(replaced);
    if (performance.now() > giveUpAt) return port;
  }
}
