import { Counter, Gauge, Registry } from 'prom-client';
import { STREAMS } from '../kinds/toxic.ts';
import type { Proxies } from '../proxies/proxies.ts';
import { PROXY_METRICS, type ProxyMetricName } from './metric-names.ts';

/** Makes the metrics of these proxies, in a registry of their own; they are counted when somebody asks. */
export function createMetrics(proxies: Proxies): Registry {
  const registry = new Registry();
  const options = (
    name: ProxyMetricName,
  ): { name: string; help: string; labelNames: string[]; registers: Registry[] } => {
    const { help, labels } = PROXY_METRICS[name];
    return { name, help, labelNames: [...labels], registers: [registry] };
  };
  const bytes = (
    name: 'toxiproxy_proxy_received_bytes_total' | 'toxiproxy_proxy_sent_bytes_total',
    key: 'receivedBytes' | 'sentBytes',
  ): void => {
    const counter: Counter = new Counter({
      ...options(name),
      collect() {
        counter.reset();
        for (const { name: proxy, listen: listener, upstream, totals } of proxies.all) {
          for (const direction of STREAMS) {
            counter.inc({ direction, proxy, listener, upstream }, totals[direction][key]);
          }
        }
      },
    });
  };
  bytes('toxiproxy_proxy_received_bytes_total', 'receivedBytes');
  bytes('toxiproxy_proxy_sent_bytes_total', 'sentBytes');
  const gauge = (
    name: 'pod_chaos_proxy_connections' | 'pod_chaos_proxy_unsent_bytes',
    key: 'connections' | 'unsentBytes',
  ): void => {
    const of: Gauge = new Gauge({
      ...options(name),
      collect() {
        of.reset();
        for (const proxy of proxies.all) of.set({ proxy: proxy.name }, proxy[key]);
      },
    });
  };
  gauge('pod_chaos_proxy_connections', 'connections');
  gauge('pod_chaos_proxy_unsent_bytes', 'unsentBytes');
  const held: Gauge = new Gauge({
    ...options('pod_chaos_proxy_held_bytes'),
    collect: () => held.set(proxies.heldBytes),
  });
  return registry;
}
