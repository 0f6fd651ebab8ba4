import type { RedirectSpec } from '../redirect/spec.ts';

/** Which requests; all of them where everything is left empty. */
export type RequestMatch = Readonly<{
  /** Methods as they stand in requests, such as GET; any where empty. gRPC has POST alone. */
  methods: readonly string[];
  /** Paths as `matchesPath` reads them: a prefix in whole segments, or a pattern with `*`; any where empty. */
  paths: readonly string[];
  /** Headers, each of which has to be there, and to have the value where one is given. */
  headers: readonly HeaderMatch[];
  /** Paths that are never hit, whatever the others say. */
  excludedPaths: readonly string[];
}>;

/** A header that a request has to have; the name in any case. */
export type HeaderMatch = Readonly<{ name: string; value?: string }>;

/** What a request gets instead of an answer of the pod's program. */
export type Failure =
  | Readonly<{
      do: 'answer';
      /** 200 to 599. */
      code: number;
      headers: readonly (readonly [name: string, value: string])[];
      body: string;
    }>
  /** Status 1 to 16, with a message that may be empty. */
  | Readonly<{ do: 'grpc'; status: number; message: string }>
  /** The connection is reset; in HTTP/2 the stream alone, as others share the connection. */
  | Readonly<{ do: 'reset' }>;

/** What is done to matching requests. At least one of the three. */
export type RequestEffect = Readonly<{
  /** How long a request waits before it is passed on or fails, in ms: average ± variation, each value as likely as any. */
  delay?: Readonly<{ averageMs: number; variationMs: number }>;
  /** The first so many fail, and of those after them a share from 0 to 1. */
  failure?: Readonly<{ first: number; rate: number; how: Failure }>;
  /** How fast bodies of answers come, in bytes a second. */
  bytesPerSecond?: number;
}>;

/** A fault of requests that come to one port of the pod, by a proxy that stands before it. */
export type RequestFaultSpec = RedirectSpec &
  Readonly<{
    kind: 'requests';
    /** `grpc`: only calls of gRPC are hit, all else passes. */
    calls: 'http' | 'grpc';
    match: RequestMatch;
    effect: RequestEffect;
  }>;
