import { HYPOTHESIS_STRATEGIES, ROLLBACK_STRATEGIES } from '../experiment.ts';

const TEXT = { type: 'string', minLength: 1 } as const;
const SECONDS = { type: ['number', 'string'] } as const;
const NAMES = { type: 'array', items: TEXT } as const;

const object = (required: readonly string[], properties: object): object => ({
  type: 'object',
  required,
  properties,
  // What vendors add is theirs; a field that nobody reads is a mistake, and may be the one that mends.
  patternProperties: { '^x-': true },
  additionalProperties: false,
});

/** One of several kinds of object, told apart by `type`. */
const oneOfKinds = (kinds: readonly string[]): object => ({
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: kinds.map((kind) => ({ $ref: `#/$defs/${kind}` })),
});

const PROVIDERS = {
  http: object(['type', 'url'], {
    type: { const: 'http' },
    url: TEXT,
    method: TEXT,
    headers: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    arguments: { type: ['object', 'string', 'array'] },
    expected_status: { type: 'integer' },
    timeout: { anyOf: [SECONDS, { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 }] },
    verify_tls: { type: 'boolean' },
    max_retries: { type: 'integer', minimum: 0, maximum: 100 },
    secrets: NAMES,
  }),
  process: object(['type', 'path'], {
    type: { const: 'process' },
    path: TEXT,
    arguments: { type: ['object', 'string', 'array'] },
    timeout: SECONDS,
    secrets: NAMES,
  }),
  python: object(['type', 'module', 'func'], {
    type: { const: 'python' },
    module: TEXT,
    func: TEXT,
    arguments: { type: 'object' },
    secrets: NAMES,
  }),
  own: object(['type', 'func'], {
    type: { const: 'pod-chaos' },
    func: TEXT,
    arguments: { type: 'object' },
  }),
};

const TOLERANCES = {
  regex: object(['type', 'pattern'], { type: { const: 'regex' }, pattern: TEXT, target: TEXT }),
  jsonpath: object(['type', 'path'], {
    type: { const: 'jsonpath' },
    path: TEXT,
    expect: true,
    count: { type: 'integer', minimum: 0 },
    target: TEXT,
  }),
  range: object(['type', 'range'], {
    type: { const: 'range' },
    range: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
    target: TEXT,
  }),
  toleranceProbe: object(['type', 'provider'], {
    type: { const: 'probe' },
    name: TEXT,
    provider: { $ref: '#/$defs/provider' },
  }),
};

const ACTIVITY = {
  type: { enum: ['probe', 'action'] },
  name: TEXT,
  provider: { $ref: '#/$defs/provider' },
  background: { type: 'boolean' },
  pauses: object([], { before: SECONDS, after: SECONDS }),
  timeout: { type: 'number' },
  configuration: true,
  secrets: true,
  tolerance: { $ref: '#/$defs/tolerance' },
};

/** A value of the configuration; one that a probe is asked for has a provider. */
const ASKED = {
  if: { type: 'object', required: ['type'], properties: { type: { const: 'probe' } } },
  // oxlint-disable-next-line unicorn/no-thenable -- it is the word of JSON Schema
  then: { required: ['provider'], properties: { name: TEXT, provider: { $ref: '#/$defs/provider' } } },
};

const REFERENCE = object(['ref'], { ref: TEXT, tolerance: { $ref: '#/$defs/tolerance' } });

/** An activity, or the name of one; of the hypothesis each has a tolerance. */
const step = (required: readonly string[]): object => ({
  type: 'object',
  if: { required: ['ref'] },
  // oxlint-disable-next-line unicorn/no-thenable -- it is the word of JSON Schema
  then: REFERENCE,
  else: object(['type', 'name', 'provider', ...required], ACTIVITY),
});

/** Chaos Toolkit's experiments as a JSON Schema, with this toolkit's own provider. */
export const EXPERIMENT_SCHEMA: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...object(['title', 'description', 'method'], {
    version: { type: ['string', 'number'] },
    title: TEXT,
    description: TEXT,
    tags: NAMES,
    contributions: { type: 'object' },
    extensions: { type: 'array' },
    configuration: { type: 'object', additionalProperties: ASKED },
    secrets: { type: 'object' },
    'steady-state-hypothesis': object(['title'], {
      title: TEXT,
      description: TEXT,
      probes: { type: 'array', items: step(['tolerance']) },
    }),
    method: { type: 'array', items: step([]) },
    rollbacks: { type: 'array', items: step([]) },
    runtime: object([], {
      hypothesis: object([], { strategy: { enum: HYPOTHESIS_STRATEGIES } }),
      rollbacks: object([], { strategy: { enum: ROLLBACK_STRATEGIES } }),
    }),
  }),
  $defs: {
    ...PROVIDERS,
    ...TOLERANCES,
    provider: oneOfKinds(Object.keys(PROVIDERS)),
    tolerance: {
      type: ['boolean', 'integer', 'string', 'array', 'object'],
      if: { type: 'object' },
      // oxlint-disable-next-line unicorn/no-thenable -- it is the word of JSON Schema
      then: oneOfKinds(Object.keys(TOLERANCES)),
    },
  },
};
