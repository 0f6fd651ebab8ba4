/** Every metric of the standing proxy. The first two are Toxiproxy's. The docs' table is made from this. */
export const PROXY_METRICS = {
  toxiproxy_proxy_received_bytes_total: {
    type: 'counter',
    help: 'Bytes that a proxy was sent, by direction.',
    labels: ['direction', 'proxy', 'listener', 'upstream'],
  },
  toxiproxy_proxy_sent_bytes_total: {
    type: 'counter',
    help: 'Bytes that a proxy sent on, by direction.',
    labels: ['direction', 'proxy', 'listener', 'upstream'],
  },
  pod_chaos_proxy_connections: {
    type: 'gauge',
    help: 'Connections of a proxy that are open.',
    labels: ['proxy'],
  },
  pod_chaos_proxy_unsent_bytes: {
    type: 'gauge',
    help: 'Bytes that wait for slow readers of a proxy.',
    labels: ['proxy'],
  },
  pod_chaos_proxy_held_bytes: {
    type: 'gauge',
    help: 'Bytes that toxics hold back, of all connections.',
    labels: [] as readonly string[],
  },
} as const;

/** One of them. */
export type ProxyMetricName = keyof typeof PROXY_METRICS;
