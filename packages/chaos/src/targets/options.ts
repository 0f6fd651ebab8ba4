/** Which pods may be hit, and how many of them. Everything given has to hold; a list holds where one of it does. */
export type TargetOptions = Readonly<{
  /** At least one. */
  namespaces: readonly string[];
  /** Label selector as kubectl takes it. */
  selector?: string;
  /** Field selector as kubectl takes it, for the API server. */
  fieldSelector?: string;
  /** Annotation selector: the same grammar as a label selector, over annotations. */
  annotations?: string;
  /** `Kind/name` or `Kind`: of the owner, or its owner (a Deployment owns pods through a ReplicaSet). */
  owner?: string;
  /**
   * Names written out: hit also where a protection would pass over them: those of system namespaces, of the toolkit
   * itself, of the share of a namespace and of the last ready replica; `lifted` of the selection says where. What else is given has to hold nevertheless, the
   * amount too, which is best `all` here.
   */
  names?: readonly string[];
  /** Regular expression over names, anchored at both ends. */
  namePattern?: string;
  nodes?: readonly string[];
  phases?: readonly string[];
  minAgeMs?: number;
  /** Label selector and name pattern of pods to pass over. */
  exclude?: Readonly<{ selector?: string; namePattern?: string }>;
  amount: Amount;
  /** Any text; the same seed and the same pods give the same choice. */
  seed?: string;
  /** Largest share of the pods of a namespace that may be hit, in per cent; default 50. 100 lifts it. */
  maxNamespacePercent?: number;
  /** Keeps one ready pod of each owner; default true. */
  keepLastReady?: boolean;
  /** For network faults: passes over pods that share the network of their node, also where they are named outright. */
  refuseHostNetwork?: boolean;
}>;

/**
 * How many of the pods that qualify; percentages (above 0 to 100) round up and count those that qualify. `upToPercent`
 * draws a share between nothing and that first and rounds it up, so that it is at least one pod.
 */
export type Amount =
  Readonly<{ count: number }> | Readonly<{ percent: number }> | Readonly<{ upToPercent: number }> | 'all';
