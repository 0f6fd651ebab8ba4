/** A probe of a podder's health listener: when it was sent, and whether it passed. */
export type ProbeSeen = Readonly<{ path: string; atMs: number; passed: boolean }>;

/** What was seen of one container of a podder; times are in ms since the epoch, undefined where there was no such thing. */
export type Life = {
  /** The pod's own address, by which processes, probes and objects of the API are of the same one. */
  readonly ip: string;
  /** When its process was started. */
  readonly startedAtMs: number;
  /** The pod's name, and when it answered, as its log says. */
  pod?: string;
  upAtMs?: number;
  readonly probes: ProbeSeen[];
  /** When the API said that it is ready, and that the Service has it. */
  readyAtMs?: number;
  listedAtMs?: number;
  exposed?: Readonly<{ atMs: number; from: string | null }>;
  symptomaticAtMs?: number;
  endedAtMs?: number;
};
