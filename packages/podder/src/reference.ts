/** What answers on which listener; docs/reference.md is made from this, and a test asks each. */
export const ENDPOINTS: readonly Readonly<{
  listener: 'face' | 'health';
  path: string;
  methods: string;
  answer: string;
}>[] = [
  {
    listener: 'face',
    path: '/face',
    methods: 'POST',
    answer:
      "200 `eww\\n` to `action=achoo`, and the podder is infected unless it was; `Do something!\\n` without an action; `I don't understand what you're doing.\\n` to any other",
  },
  { listener: 'face', path: '/face', methods: 'any other', answer: '200 `Stop bothering me, please.`' },
  { listener: 'face', path: '/', methods: 'all', answer: 'the same as `/face`' },
  { listener: 'health', path: '/liveness', methods: 'all', answer: '200, or 418 once unhealthy; no body' },
  { listener: 'health', path: '/readiness', methods: 'all', answer: '200, or 418 once unhealthy; no body' },
  {
    listener: 'health',
    path: '/infection',
    methods: 'GET',
    answer: '200, the infection as JSON; with `-lives`, the last words of the lives before in `lives`',
  },
  { listener: 'health', path: '/metrics', methods: 'GET', answer: '200, Prometheus text format' },
];

/** The fields of a sneeze. An original podder reads the first alone. */
export const FORM_FIELDS: readonly Readonly<{ field: string; meaning: string; otherwise: string }>[] = [
  { field: 'action', meaning: '`achoo` infects', otherwise: 'nobody is infected' },
  { field: 'from', meaning: 'the pod that sneezed, a pod name', otherwise: '`null`' },
  {
    field: 'generation',
    meaning: "the sneezer's generation + 1, 1 to 999999999; patient zero is 0",
    otherwise: '1',
  },
  {
    field: 'strain',
    meaning: 'which contagion this is, 1 to 64 of the characters A-Z a-z 0-9 . _ -',
    otherwise: '`unknown`',
  },
];

/** The values of `event` in the log. */
export const LOG_EVENTS: readonly Readonly<{ event: string; level: string; meaning: string }>[] = [
  {
    event: 'waiting',
    level: 'info',
    meaning: 'it listens after a random time, with `-startJitter`: waitMs',
  },
  {
    event: 'started',
    level: 'info',
    meaning: 'both listeners are open; where, and the course an infection takes',
  },
  { event: 'service-unknown', level: 'warn', meaning: 'no Service found; sneezes go to its own face' },
  {
    event: 'exposed',
    level: 'info',
    meaning: 'infected: strain, generation, by whom, when symptoms are due',
  },
  { event: 'symptomatic', level: 'info', meaning: 'the face closes, the sneezing begins' },
  { event: 'unhealthy', level: 'info', meaning: 'both probes are answered with 418 from now on' },
  {
    event: 'lives-unknown',
    level: 'warn',
    meaning: 'what former lives left can not be read, or this one leave nothing: folder, error',
  },
  { event: 'sneezed', level: 'debug', meaning: 'one sneeze is over: result, duration, error' },
  { event: 'ended', level: 'info', meaning: 'the last words, also in the termination message' },
  { event: 'failed', level: 'fatal', meaning: 'an unexpected error; the process ends with 1' },
];
