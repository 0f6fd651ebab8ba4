// A connection with toxics in it, for whoever accepts clients himself: neither listeners nor REST API nor metrics come along.
export { systemClock } from './clock.ts';
export { KINDS } from './kinds/index.ts';
export type { Attributes } from './kinds/kind.ts';
export { STREAMS, type StreamName, type Toxic } from './kinds/toxic.ts';
export { Ledger } from './links/ledger.ts';
export type { Totals } from './links/link.ts';
export { Connection, SOCKET_OPTIONS } from './proxies/connection.ts';
export type { Random } from './random.ts';
