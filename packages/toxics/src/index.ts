// A TCP proxy that is slow or broken on request: Toxiproxy's toxics and REST API. Knows nothing of Kubernetes.
export { createApi, TOXIPROXY_VERSION } from './api/create-api.ts';
export { PROXY_METRICS, type ProxyMetricName } from './api/metric-names.ts';
export { applyConfig, readConfig, type ConfiguredProxy } from './config/read-config.ts';
export { TOXICS_ERROR_CODES, ToxicsError, type ToxicsErrorCode } from './errors.ts';
export { isLoopback } from './proxies/address.ts';
export type { ProxyEvent } from './proxies/events.ts';
export { Proxies, type ProxiesOptions } from './proxies/proxies.ts';
export { seededRandom } from './random.ts';
