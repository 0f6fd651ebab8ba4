import type { Endpoint } from './endpoint-table.ts';

/** How many clients a port remembers; the one that was seen longest ago is forgotten first. */
export const MAX_REMEMBERED_CLIENTS = 10_000;

/** Who went where last, for Services with sessionAffinity ClientIP. */
export type Affinity = Readonly<{
  /** The endpoint that a client went to less than `timeoutMs` ago, if connections still go there. */
  recall: (client: string, endpoints: readonly Endpoint[], timeoutMs: number) => Endpoint | undefined;
  remember: (client: string, endpoint: Endpoint) => void;
}>;

/** Makes the memory of one port of a Service. Each connection renews its time, as iptables' `recent` does. Source: pkg/proxy/iptables/proxier.go. */
export function createAffinity(nowMs: () => number): Affinity {
  const clients = new Map<string, { endpoint: Endpoint; seenAtMs: number }>();
  return {
    recall: (client, endpoints, timeoutMs) => {
      const last = clients.get(client);
      if (last === undefined || nowMs() - last.seenAtMs >= timeoutMs) return undefined;
      const { ip, port } = last.endpoint;
      return endpoints.find((endpoint) => endpoint.ip === ip && endpoint.port === port);
    },
    remember: (client, endpoint) => {
      // Taken out first, so that the order of the map is that of the last connection.
      clients.delete(client);
      clients.set(client, { endpoint, seenAtMs: nowMs() });
      if (clients.size <= MAX_REMEMBERED_CLIENTS) return;
      for (const oldest of clients.keys()) {
        clients.delete(oldest);
        break;
      }
    },
  };
}
