import type { Toxic } from '../kinds/toxic.ts';
import type { Proxy } from '../proxies/proxy.ts';

/** A proxy as the REST API shows it. */
export type ProxyView = Readonly<{
  name: string;
  listen: string;
  upstream: string;
  enabled: boolean;
  toxics: readonly Toxic[];
}>;

/** A proxy and its toxics, in Toxiproxy's fields and their order. */
export function viewOf({ name, listen, upstream, enabled, toxics }: Proxy): ProxyView {
  return { name, listen, upstream, enabled, toxics };
}
