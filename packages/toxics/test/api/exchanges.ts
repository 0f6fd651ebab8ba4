/**
 * Requests to Toxiproxy's REST API, one after the other, and what it answers: taken from a run of Toxiproxy 2.12, and compared
 * with it by rigs/toxiproxy/compare.ts. `UPSTREAM` is the address of a server, `TAKEN` one that is listened on already.
 */
export type Exchange = Readonly<{
  ask: readonly [method: string, path: string, body?: string];
  status: number;
  /** Fields that the answer has, in JSON; ports are left out of addresses. */
  json?: unknown;
  text?: string;
  /** What Toxiproxy answers where that differs, and why. */
  unlike?: Readonly<{ status?: number; json?: unknown; text?: string; why: string }>;
}>;

const proxy = (name: string, more: object = {}): object => ({
  name,
  listen: '127.0.0.1:PORT',
  upstream: 'UPSTREAM',
  enabled: true,
  toxics: [],
  ...more,
});

const toxic = (type: string, attributes: object, more: object = {}): object => ({
  attributes,
  name: `${type}_downstream`,
  type,
  stream: 'downstream',
  toxicity: 1,
  ...more,
});

const WORDS = 'the message has words of our own after Toxiproxy’s first ones';

export const EXCHANGES: readonly Exchange[] = [
  { ask: ['GET', '/proxies'], status: 200, json: {} },
  { ask: ['GET', '/nothing'], status: 404, text: '404 page not found\n' },
  { ask: ['PUT', '/proxies'], status: 405, text: '' },
  { ask: ['DELETE', '/reset'], status: 405, text: '' },
  { ask: ['HEAD', '/proxies'], status: 405, text: '' },
  { ask: ['GET', '/proxies/one'], status: 404, json: { error: 'proxy not found', status: 404 } },
  { ask: ['DELETE', '/proxies/one'], status: 404, json: { error: 'proxy not found', status: 404 } },
  { ask: ['POST', '/proxies/one', '{}'], status: 404, json: { error: 'proxy not found', status: 404 } },
  { ask: ['GET', '/proxies/one/toxics'], status: 404, json: { error: 'proxy not found', status: 404 } },
  { ask: ['POST', '/proxies', ''], status: 400, json: { error: 'bad request body: EOF', status: 400 } },
  {
    ask: ['POST', '/proxies', '{"name": 7, "upstream": "UPSTREAM"}'],
    status: 400,
    json: { error: 'bad request body: expected name to be a text, got 7', status: 400 },
    unlike: {
      json: {
        error:
          'bad request body: json: cannot unmarshal number into Go struct field Proxy.name of type string',
        status: 400,
      },
      why: WORDS,
    },
  },
  {
    ask: ['POST', '/proxies', '{"listen": "127.0.0.1:0", "upstream": "UPSTREAM"}'],
    status: 400,
    json: { error: 'missing required field: name', status: 400 },
  },
  {
    ask: ['POST', '/proxies', '{"name": "one", "listen": "127.0.0.1:0"}'],
    status: 400,
    json: { error: 'missing required field: upstream', status: 400 },
  },
  {
    ask: ['POST', '/proxies', '{"name": "one", "listen": "TAKEN", "upstream": "UPSTREAM"}'],
    status: 500,
    json: { error: 'listen tcp 127.0.0.1:PORT: bind: address already in use', status: 500 },
  },
  { ask: ['GET', '/proxies'], status: 200, json: {} },
  {
    ask: ['POST', '/proxies', '{"name": "one", "listen": "localhost:0", "upstream": "UPSTREAM"}'],
    status: 201,
    json: proxy('one'),
  },
  {
    ask: ['POST', '/proxies', '{"name": "one", "listen": "localhost:0", "upstream": "UPSTREAM"}'],
    status: 409,
    json: { error: 'proxy already exists', status: 409 },
  },
  {
    ask: [
      'POST',
      '/proxies',
      '{"name": "off", "listen": "localhost:0", "upstream": "UPSTREAM", "enabled": false}',
    ],
    status: 201,
    json: proxy('off', { listen: 'localhost:PORT', enabled: false }),
  },
  { ask: ['GET', '/proxies/one'], status: 200, json: proxy('one') },
  {
    ask: ['POST', '/proxies/one/toxics', '{"type": "latency", "attributes": {"latency": 5, "other": "x"}}'],
    status: 200,
    json: toxic('latency', { latency: 5, jitter: 0 }),
  },
  {
    ask: ['POST', '/proxies/one/toxics', '{"type": "latency"}'],
    status: 409,
    json: { error: 'toxic already exists', status: 409 },
  },
  {
    ask: ['POST', '/proxies/one/toxics', '{"type": "latency", "stream": "upstream", "toxicity": 0.25}'],
    status: 200,
    json: toxic(
      'latency',
      { latency: 0, jitter: 0 },
      { name: 'latency_upstream', stream: 'upstream', toxicity: 0.25 },
    ),
  },
  { ask: ['DELETE', '/proxies/one/toxics/latency_upstream'], status: 204, text: '' },
  {
    ask: ['POST', '/proxies/one/toxics', '{"name": "u", "type": "noop", "stream": "UpStream"}'],
    status: 200,
    json: toxic('noop', {}, { name: 'u', stream: 'upstream' }),
    unlike: {
      json: toxic('noop', {}, { name: 'u', stream: 'UpStream' }),
      why: 'a stream is shown in small letters however it was written',
    },
  },
  { ask: ['DELETE', '/proxies/one/toxics/u'], status: 204, text: '' },
  {
    ask: ['POST', '/proxies/one/toxics', '{"type": "fever"}'],
    status: 400,
    json: { error: 'invalid toxic type', status: 400 },
  },
  {
    ask: ['POST', '/proxies/one/toxics', '{"type": "latency", "stream": "walrus"}'],
    status: 400,
    json: { error: 'stream was invalid, can be either upstream or downstream', status: 400 },
  },
  {
    ask: [
      'POST',
      '/proxies/one/toxics',
      '{"name": "n", "type": "latency", "attributes": {"latency": "long"}}',
    ],
    status: 400,
    json: {
      error: 'bad request body: expected attributes.latency to be a whole number from 0, got "long"',
      status: 400,
    },
    unlike: {
      json: {
        error:
          'bad request body: json: cannot unmarshal string into Go struct field LatencyToxic.attributes.latency of type int64',
        status: 400,
      },
      why: WORDS,
    },
  },
  ...(
    [
      ['bandwidth', { rate: 7 }],
      ['slow_close', { delay: 7 }],
      ['timeout', { timeout: 7 }],
      ['reset_peer', { timeout: 7 }],
      ['slicer', { average_size: 7, size_variation: 3, delay: 1 }],
      ['limit_data', { bytes: 7 }],
      ['noop', {}],
    ] as const
  ).flatMap(([type, attributes]): Exchange[] => [
    {
      ask: ['POST', '/proxies/one/toxics', JSON.stringify({ type, attributes })],
      status: 200,
      json: toxic(type, attributes),
    },
    { ask: ['GET', `/proxies/one/toxics/${type}_downstream`], status: 200, json: toxic(type, attributes) },
    { ask: ['DELETE', `/proxies/one/toxics/${type}_downstream`], status: 204, text: '' },
  ]),
  {
    ask: ['GET', '/proxies/one/toxics/none'],
    status: 404,
    json: { error: 'toxic not found', status: 404 },
  },
  {
    ask: ['DELETE', '/proxies/one/toxics/none'],
    status: 404,
    json: { error: 'toxic not found', status: 404 },
  },
  {
    ask: ['PATCH', '/proxies/one/toxics/latency_downstream', '{"attributes": {"jitter": 9}}'],
    status: 200,
    json: toxic('latency', { latency: 5, jitter: 9 }),
  },
  {
    ask: [
      'POST',
      '/proxies/one/toxics/latency_downstream',
      '{"toxicity": 0.5, "type": "timeout", "name": "n"}',
    ],
    status: 200,
    json: toxic('latency', { latency: 5, jitter: 9 }, { toxicity: 0.5 }),
  },
  {
    ask: ['PATCH', '/proxies/one/toxics/none', '{}'],
    status: 404,
    json: { error: 'toxic not found', status: 404 },
  },
  {
    ask: ['POST', '/proxies/one', '{"enabled": false}'],
    status: 200,
    json: proxy('one', {
      enabled: false,
      toxics: [toxic('latency', { latency: 5, jitter: 9 }, { toxicity: 0.5 })],
    }),
  },
  {
    ask: ['PATCH', '/proxies/one', '{"enabled": true, "name": "two", "upstream": "localhost:1"}'],
    status: 200,
    json: proxy('one', {
      upstream: 'localhost:1',
      toxics: [toxic('latency', { latency: 5, jitter: 9 }, { toxicity: 0.5 })],
    }),
  },
  {
    ask: ['PATCH', '/proxies/one', '{"listen": "TAKEN"}'],
    status: 500,
    json: { error: 'listen tcp 127.0.0.1:PORT: bind: address already in use', status: 500 },
  },
  {
    ask: ['GET', '/proxies/one'],
    status: 200,
    json: proxy('one', {
      upstream: 'localhost:1',
      enabled: false,
      toxics: [toxic('latency', { latency: 5, jitter: 9 }, { toxicity: 0.5 })],
    }),
  },
  {
    ask: ['PATCH', '/proxies/one', '{"listen": "127.0.0.1"}'],
    status: 500,
    json: { error: 'address 127.0.0.1: missing port in address', status: 500 },
  },
  {
    ask: ['PATCH', '/proxies/one', '{"listen": "127.0.0.1:0", "upstream": "UPSTREAM", "enabled": true}'],
    status: 200,
    json: proxy('one', { toxics: [toxic('latency', { latency: 5, jitter: 9 }, { toxicity: 0.5 })] }),
  },
  { ask: ['POST', '/reset'], status: 204, text: '' },
  {
    ask: ['GET', '/proxies'],
    status: 200,
    json: { one: proxy('one'), off: proxy('off') },
  },
  {
    ask: ['POST', '/populate', '[{"name": "p", "listen": "localhost:0", "upstream": "UPSTREAM"}]'],
    status: 201,
    json: { proxies: [proxy('p')] },
  },
  {
    ask: [
      'POST',
      '/populate',
      '[{"name": "q", "listen": "localhost:0", "upstream": "UPSTREAM", "enabled": false}, {"name": "", "upstream": "x"}]',
    ],
    status: 400,
    json: { error: 'missing required field: name at proxy 2', status: 400, proxies: null },
  },
  { ask: ['POST', '/populate', '[]'], status: 201, json: { proxies: null } },
  {
    ask: ['POST', '/populate', '{}'],
    status: 400,
    json: { error: 'bad request body: expected a list of proxies, got none', status: 400, proxies: null },
    unlike: {
      json: {
        error:
          'bad request body: json: cannot unmarshal object into Go value of type []struct { toxiproxy.Proxy; Enabled *bool "json:\\"enabled\\"" }',
        status: 400,
        proxies: null,
      },
      why: WORDS,
    },
  },
  {
    ask: [
      'POST',
      '/populate',
      '[{"name": "q", "listen": "localhost:0", "upstream": "UPSTREAM"}, {"name": "r", "listen": "TAKEN", "upstream": "UPSTREAM"}, {"name": "s", "listen": "localhost:0", "upstream": "UPSTREAM"}]',
    ],
    status: 500,
    json: {
      error: 'listen tcp 127.0.0.1:PORT: bind: address already in use',
      status: 500,
      proxies: [proxy('q')],
    },
  },
  { ask: ['GET', '/proxies/s'], status: 404, json: { error: 'proxy not found', status: 404 } },
  { ask: ['DELETE', '/proxies/q'], status: 204, text: '' },
  { ask: ['POST', '/version'], status: 405, text: '' },
];
