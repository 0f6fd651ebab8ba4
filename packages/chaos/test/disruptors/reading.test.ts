import fc from 'fast-check';
import t from 'tap';
import { checkFields, readDuration } from '../../src/disruptors/fields.ts';
import { readNetemFault, readNetworkFault, type Netem } from '../../src/disruptors/network-fault.ts';
import { readPodCount, readPodSelector, type PodSelector } from '../../src/disruptors/pod-selector.ts';
import { readGrpcFault, readHttpFault } from '../../src/disruptors/request-fault.ts';
import { targetPort } from '../../src/disruptors/service-port.ts';
import { target } from '../preflight/pods.ts';

const USAGE = { code: 'CHAOS_USAGE' };

t.test('durations are text or milliseconds', async (t) => {
  t.same(
    ['30s', '500ms', '1.5m', '1h', 250].map((each) => readDuration('it', each)),
    [30_000, 500, 90_000, 3_600_000, 250],
  );
  for (const wrong of ['', 'soon', '25h', '0s', 0, -1, NaN, 1e9, null, {}]) {
    t.throws(() => readDuration('a duration', wrong as string), {
      ...USAGE,
      message: /^expected a duration such as "30s"/,
    });
  }
});

t.test('fields that nobody reads are refused', async (t) => {
  checkFields('it', { a: 1 }, ['a', 'b']);
  t.throws(() => checkFields('it', { c: 1 }, ['a', 'b']), {
    ...USAGE,
    message: 'expected it to have the fields a, b, got "c"',
  });
  for (const wrong of [null, [], 'text']) t.throws(() => checkFields('it', wrong as object, []), USAGE);
});

t.test('selectors of pods', async (t) => {
  t.same(readPodSelector({ select: { labels: { app: 'web', tier: 'front' } } }, 'mine'), {
    namespaces: ['mine'],
    selector: 'app=web,tier=front',
  });
  t.same(readPodSelector({ namespace: 'shop', exclude: { labels: { app: 'db' } } }, 'mine'), {
    namespaces: ['shop'],
    exclude: { selector: 'app=db' },
  });
  t.same(readPodSelector({ namespace: 'shop' }, 'mine'), { namespaces: ['shop'] });
  for (const wrong of [
    {},
    { select: {} },
    { select: { labels: {} } },
    { labels: { app: 'web' } },
    { select: { label: { app: 'web' } } },
    { select: { labels: { app: 1 } } },
  ]) {
    t.throws(() => readPodSelector(wrong as PodSelector, 'mine'), USAGE, JSON.stringify(wrong));
  }
});

t.test('counts of pods', async (t) => {
  t.same([1, 3, '50%', '12.5%'].map(readPodCount), [
    { count: 1 },
    { count: 3 },
    { percent: 50 },
    { percent: 12.5 },
  ]);
  for (const wrong of [0, -1, 1.5, '3', '0%', '101%', '50 %', 'all'])
    t.throws(() => readPodCount(wrong), USAGE, String(wrong));
});

t.test('network faults of k6', async (t) => {
  t.match(readNetworkFault({}, 'eth0'), {
    kind: 'network',
    interface: 'eth0',
    effect: { do: 'drop' },
    scope: { direction: 'in', localPorts: [], protocol: undefined },
  });
  t.match(readNetworkFault({ port: 80 }, 'eth1'), {
    interface: 'eth1',
    scope: { localPorts: [{ from: 80, to: 80 }], protocol: 'tcp' },
  });
  t.match(readNetworkFault({ protocol: 'icmp' }, 'eth0'), { scope: { protocol: 'icmp' } });
  t.throws(() => readNetworkFault({ port: 80, protocol: 'icmp' }, 'eth0'), USAGE);
  t.throws(() => readNetworkFault({ port: 70_000 }, 'eth0'), USAGE);
  t.throws(() => readNetworkFault({ ports: [80] } as object, 'eth0'), { ...USAGE, message: /"ports"/ });
  t.throws(() => readNetworkFault({}, 'lo'), USAGE);
});

t.test('netem as words or as an object', async (t) => {
  const delay = { timeUs: 100_000, jitterUs: 20_000 };
  for (const netem of [' delay 100ms  20ms', ['delay', '100ms', '20ms'], { delay }] as Netem[]) {
    t.match(readNetemFault(netem, {}, 'eth0'), {
      effect: { do: 'netem', netem: { delay } },
      scope: { direction: 'out' },
    });
  }
  const scope = {
    direction: 'both',
    peers: ['10.0.0.0/8'],
    remotePorts: [{ from: 443, to: 443 }],
    protocol: 'tcp',
  } as const;
  t.match(readNetemFault('loss 1%', scope, 'eth0'), { scope });
  t.throws(() => readNetemFault('', {}, 'eth0'), USAGE);
  t.throws(() => readNetemFault('slow', {}, 'eth0'), USAGE);
  t.throws(() => readNetemFault({ delay: { ms: 3 } } as object, {}, 'eth0'), USAGE);
  t.throws(() => readNetemFault('delay 1ms', { port: 3 } as object, 'eth0'), USAGE);
});

t.test('ports of a Service are translated', async (t) => {
  const service = {
    metadata: { name: 'web' },
    spec: { ports: [{ port: 80, targetPort: 8080 }, { port: 81, targetPort: 'http' }, { port: 82 }] },
  };
  const named = (name: string, containerPort: number) =>
    target(name, {
      spec: {
        containers: [{ name: 'main', ports: [{ name: 'http', containerPort }, { containerPort: 9 }] }],
      },
    });
  t.equal(targetPort(service, 80, []), 8080);
  t.equal(targetPort(service, 81, [named('a', 8081), named('b', 8081)]), 8081);
  t.equal(targetPort(service, 82, []), 82);
  t.throws(() => targetPort(service, 8080, []), {
    ...USAGE,
    message: 'expected a port of service web (80, 81, 82), got 8080',
  });
  t.throws(() => targetPort(service, 81, [named('a', 1), named('b', 2)]), { ...USAGE, message: /got 1, 2$/ });
  t.throws(() => targetPort(service, 81, [target('a')]), USAGE);
});

t.test('whatever is given, it is read or refused', async (t) => {
  fc.assert(
    fc.property(fc.anything(), (given) => {
      for (const read of [
        () => readDuration('it', given as string),
        () => readPodCount(given as string),
        () => readPodSelector(given as PodSelector, 'mine'),
        () => readNetworkFault(given as object, 'eth0'),
        () => readNetemFault(given as string, given as object, 'eth0'),
      ]) {
        try {
          read();
        } catch (error) {
          if ((error as { code?: unknown }).code !== 'CHAOS_USAGE') return false;
        }
      }
      return true;
    }),
    { examples: [[{ toString: '' }], [[{ toString: null }]]] },
  );
  t.pass('held');
});

t.test('faults of requests of k6', async (t) => {
  const http = readHttpFault(
    {
      port: 8080,
      averageDelay: '100ms',
      delayVariation: 20,
      errorRate: 0.1,
      errorCode: 500,
      errorBody: 'no',
      exclude: '/a, /b',
    },
    {},
    'eth0',
  );
  t.match(http, {
    kind: 'requests',
    interface: 'eth0',
    port: 8080,
    calls: 'http',
    match: { excludedPaths: ['/a', '/b'] },
    effect: {
      delay: { averageMs: 100, variationMs: 20 },
      failure: { first: 0, rate: 0.1, how: { do: 'answer', code: 500, body: 'no' } },
    },
    proxyPort: undefined,
  });
  t.match(readHttpFault({ averageDelay: 5 }, { proxyPort: 9000 }, 'eth0'), {
    port: 80,
    proxyPort: 9000,
    effect: { delay: { averageMs: 5, variationMs: 0 }, failure: undefined },
  });
  t.match(
    readGrpcFault(
      { errorRate: 1, statusCode: 14, statusMessage: 'x', exclude: 'pkg.Health,/pkg.Other' },
      {},
      'eth0',
    ),
    {
      calls: 'grpc',
      match: { excludedPaths: ['/pkg.Health', '/pkg.Other'] },
      effect: { failure: { rate: 1, how: { do: 'grpc', status: 14, message: 'x' } } },
    },
  );
  for (const wrong of [
    {},
    { errorRate: 0.5 },
    { errorRate: 2, errorCode: 500 },
    { averageDelay: 5, delayVariation: 6 },
    { averageDelay: 5, exclude: 'a' },
    { averageDelay: 5, exclude: ['/a'] },
    { averageDelay: 5, statusCode: 3 },
    { averageDelay: 5, port: 0 },
  ]) {
    t.throws(() => readHttpFault(wrong as object, {}, 'eth0'), USAGE, JSON.stringify(wrong));
  }
  t.throws(() => readGrpcFault({ errorRate: 1, statusCode: 17 }, {}, 'eth0'), USAGE);
  t.throws(() => readHttpFault({ averageDelay: 5 }, { port: 1 } as object, 'eth0'), USAGE);
});
