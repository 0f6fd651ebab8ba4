/** What lines about podders tell of all of them, besides what happened; docs/reference.md is made from this. */
export const TOTAL_FIELDS = {
  pods: 'how many podders there are',
  ready: 'how many of them are Ready',
  counts:
    'how many are `starting`, `susceptible`, `incubating`, `symptomatic`, `waiting` (CrashLoopBackOff), `ended`; together all',
  restarts: 'restarts of all of them',
  mostRestarts: 'restarts of the one that has most',
  infections: 'how often somebody was infected',
  generations: 'the highest generation seen; patient zero is 0',
} as const;

/** One kind of line of JSON. */
export type LineKind = Readonly<{
  event: string;
  /** Besides `time` (ISO 8601, UTC) and `event`. */
  fields: Readonly<Record<string, string>>;
  /** Whether the totals are in it, too. */
  totals: boolean;
  meaning: string;
}>;

const POD = { pod: 'its name' };

/** Every line that `contagion up` writes without a terminal or with --json; docs/reference.md is made from this. */
export const LINE_KINDS: readonly LineKind[] = [
  {
    event: 'cluster',
    fields: { kubeconfig: 'path of the kubeconfig', url: 'address of the API server' },
    totals: false,
    meaning: 'the cluster answers; always the first line',
  },
  {
    event: 'service',
    fields: { address: 'HOST:PORT of the Service', curl: 'the command that sneezes at it' },
    totals: false,
    meaning: 'the Service has an address',
  },
  {
    event: 'page',
    fields: { url: 'address of the page' },
    totals: false,
    meaning: 'the page that shows the epidemic is served',
  },
  {
    event: 'notice',
    fields: { message: 'what a user should know' },
    totals: false,
    meaning: 'a warning of the cluster, a watch that broke, a sneeze that failed',
  },
  {
    event: 'progress',
    fields: {
      ready: 'podders that are Ready',
      wanted: 'podders that have to be',
      reasons: "how many can't start, by reason",
    },
    totals: false,
    meaning: 'before all are Ready, whenever one of the fields changes',
  },
  { event: 'ready', fields: { tookMs: 'since the command began' }, totals: false, meaning: 'all are Ready' },
  {
    event: 'sneezed',
    fields: { strain: 'name of the contagion', from: 'who sneezed', answer: 'what the podder said' },
    totals: false,
    meaning: '`up` sneezed through the Service and was answered',
  },
  { event: 'created', fields: POD, totals: true, meaning: 'a pod is there' },
  {
    event: 'starting',
    fields: POD,
    totals: true,
    meaning: 'it runs again and is not Ready yet, or its container is gone without a word',
  },
  { event: 'susceptible', fields: POD, totals: true, meaning: 'it runs and is healthy' },
  {
    event: 'infected',
    fields: {
      ...POD,
      from: 'who sneezed at it, null if unknown',
      generation: 'patient zero is 0; null if unknown',
      strain: 'name of the contagion, null if unknown',
    },
    totals: true,
    meaning: 'it was infected; learned within about a second, or from its last words',
  },
  { event: 'symptomatic', fields: POD, totals: true, meaning: 'it sneezes' },
  {
    event: 'killed',
    fields: { ...POD, exitCode: 'of its container', reason: 'as in lastState.terminated' },
    totals: true,
    meaning: 'its container ended',
  },
  {
    event: 'back-off',
    fields: { ...POD, seconds: 'how long by its message, null if it does not say' },
    totals: true,
    meaning: 'it is in CrashLoopBackOff',
  },
  {
    event: 'restarted',
    fields: { ...POD, podRestarts: 'how often it was by now' },
    totals: true,
    meaning: 'its container was started again',
  },
  {
    event: 'ended',
    fields: POD,
    totals: true,
    meaning: 'it is Completed or Failed, as a starter after its frenzy',
  },
  { event: 'deleted', fields: POD, totals: true, meaning: 'the pod is gone' },
  {
    event: 'end',
    fields: {
      reason:
        '`quit`, `duration`, `failed`, `SIGINT`, `SIGTERM`, `SIGHUP` or `SIGPIPE`; of `simulate --watch` also `extinct` or `until`',
      tookMs: 'since the command began',
    },
    totals: true,
    meaning: 'the command ends; always the last line',
  },
];
