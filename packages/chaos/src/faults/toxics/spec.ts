import type { Attributes, StreamName } from '@pod-contagion/toxics/connections';
import type { RedirectSpec } from '../redirect/spec.ts';

/** One toxic, as Toxiproxy knows it, with everything said. */
export type ToxicSpec = Readonly<{
  /** `latency`, `bandwidth`, `slow_close`, `timeout`, `reset_peer`, `slicer`, `limit_data` or `noop`. */
  type: string;
  /** `upstream`: what clients say; `downstream`: what they are answered. */
  stream: StreamName;
  /** The share of connections that it is meant for, above 0 and up to 1. */
  toxicity: number;
  /** All that its type has, in Toxiproxy's own units. */
  attributes: Attributes;
}>;

/** Toxics in connections of TCP that come to one port of the pod, by a proxy that stands before it. */
export type ToxicFaultSpec = RedirectSpec &
  Readonly<{
    kind: 'toxics';
    /** Those of one stream are chained in their order. */
    toxics: readonly ToxicSpec[];
  }>;
