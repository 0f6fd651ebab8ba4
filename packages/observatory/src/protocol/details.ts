/** How one container of a pod ended. */
export type ContainerEnd = Readonly<{
  /** The first twelve hexadecimal digits of its id. */
  container: string;
  exitCode: number;
  reason: string;
  /** In ms since 1970; null where nobody says. */
  atMs: number | null;
  /** What it left as its termination message, cut off at 4 KiB; null for nothing. */
  lastWords: string | null;
}>;

/** A Kubernetes Event that is about a pod. */
export type PodEvent = Readonly<{
  /** Unique among all of them. */
  id: string;
  /** When it happened last, in ms since 1970. */
  t: number;
  pod: string;
  uid: string;
  /** Normal or Warning. */
  type: string;
  reason: string;
  message: string;
  count: number;
  /** Who reports: kubelet, pod-chaos ... */
  component: string;
}>;

/** What `GET api/pod-events` answers: the newest ones, the oldest of them first. */
export type PodEvents = Readonly<{
  events: readonly PodEvent[];
  /** Whether older ones were left out. */
  isCut: boolean;
  /** Why there are none, in one line; null where they are had. */
  message: string | null;
}>;

/** What `GET api/pods/UID` answers: what only whoever looks at one pod wants to know. */
export type PodDetail = Readonly<{
  uid: string;
  name: string;
  namespace: string;
  node: string;
  owner: string;
  ip: string;
  phase: string;
  createdAtMs: number | null;
  labels: Readonly<Record<string, string>>;
  /** Container that runs now, since when; null where none does. */
  running: Readonly<{ container: string; sinceMs: number | null }> | null;
  /** Why none does: CrashLoopBackOff ... */
  waiting: Readonly<{ reason: string; message: string }> | null;
  restarts: number;
  /** Containers that ended while they were watched, the last hundred, oldest first. */
  ended: readonly ContainerEnd[];
  /** Numbers of its infections that are kept, oldest first. */
  infections: readonly number[];
  /** Sneezes of the container that runs, sent and answered, where it tells. */
  sneezes: Readonly<{ sent: number; answered: number }> | null;
  events: readonly PodEvent[];
}>;

/** What one pod of a Goldpinger says of another, as `check_all` has it. */
export type GoldpingerCall = Readonly<{
  from: string;
  to: string;
  ok: boolean;
  /** Null where it was not answered. */
  ms: number | null;
  status: number | null;
  error: string | null;
}>;

/** What `GET api/goldpinger` answers. */
export type GoldpingerAnswer = Readonly<{
  /** Name of its Service; null where there is none. */
  service: string | null;
  t: number;
  /** Names of its pods, sorted. */
  pods: readonly string[];
  calls: readonly GoldpingerCall[];
  /** Of pods that did not answer it: their names and why. */
  silent: readonly Readonly<{ pod: string; error: string }>[];
  /** One line where it could not be had. */
  message: string | null;
  /** What it answered, for whoever wants to see that. */
  raw: unknown;
}>;
