import type { Toxic } from '../kinds/toxic.ts';

/** What happens to proxies, for a log; no bytes of connections are in it. */
export type ProxyEvent = Readonly<
  | { what: 'started' | 'stopped' | 'removed'; proxy: string; listen: string; upstream: string }
  | { what: 'toxic-added' | 'toxic-changed' | 'toxic-removed'; proxy: string; toxic: Toxic }
  | { what: 'upstream-refused'; proxy: string; upstream: string; why: string }
  | { what: 'too-many-connections'; proxy: string; most: number }
>;
