import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import type { KubeObject } from '@pod-contagion/manifests';
import { readReachedAt } from '@pod-contagion/notations';
import { ADDRESS_LIMIT_MS, OTHER_ADDRESS_LIMIT_MS } from '../limits.ts';

type ServiceObject = Readonly<{
  metadata: { annotations?: Record<string, string> };
  spec?: { type?: string; clusterIP?: string; ports?: { port: number }[] };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}>;

/** Pause between two looks, in milliseconds. */
const LOOK_AGAIN_MS = 25;

/**
 * `HOST:PORT` at which the first port of a Service is reached from this machine: the address its load balancer gave it,
 * else its own, or the one that a local cluster says it has instead. Waits for it; undefined where it gets none.
 */
export async function findServiceAddress(
  client: ApiClient,
  { metadata }: KubeObject,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const namespace = encodeURIComponent(metadata.namespace ?? client.namespace);
  const path = `/api/v1/namespaces/${namespace}/services/${encodeURIComponent(metadata.name)}`;
  const startedAtMs = performance.now();
  for (; ; await sleep(LOOK_AGAIN_MS)) {
    const service = await client.json<ServiceObject>({ path, signal });
    const { spec, status } = service;
    const [ingress] = status?.loadBalancer?.ingress ?? [];
    const limitMs = spec?.type === 'LoadBalancer' ? ADDRESS_LIMIT_MS : OTHER_ADDRESS_LIMIT_MS;
    const isLate = performance.now() - startedAtMs > limitMs;
    const own = spec?.clusterIP === 'None' ? undefined : spec?.clusterIP;
    const declared = spec?.ports?.[0]?.port;
    const instead = readReachedAt(service);
    const host = instead?.host ?? ingress?.ip ?? ingress?.hostname ?? (isLate ? own : undefined);
    if (host !== undefined && declared !== undefined) {
      return `${host.includes(':') ? `[${host}]` : host}:${instead?.ports[declared] ?? declared}`;
    }
    if (isLate || declared === undefined) return undefined;
  }
}
