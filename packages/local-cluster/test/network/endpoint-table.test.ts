import fc from 'fast-check';
import t from 'tap';
import type { EndpointSlice } from '@pod-contagion/api-server/objects';
import { createEndpointTable } from '../../src/network/endpoint-table.ts';
import { createEndpointChoice } from '../../src/network/endpoint-choice.ts';
import { MAX_REMEMBERED_CLIENTS } from '../../src/network/affinity.ts';

type Conditions = NonNullable<NonNullable<EndpointSlice['endpoints']>[number]['conditions']>;

const slice = (name: string, endpoints: Record<string, Conditions>, service = 'web', port = 80) =>
  ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace: 'default', labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    ports: [{ name: '', port, protocol: 'TCP' }],
    endpoints: Object.entries(endpoints).map(([ip, conditions]) => ({ addresses: [ip], conditions })),
  }) as EndpointSlice;

t.test('ready endpoints, else those that end but serve', async (t) => {
  const table = createEndpointTable();
  const ips = () => table.endpoints('default/web', '').map(({ ip }) => ip);
  t.same(ips(), []);
  const ending = { ready: false, serving: true, terminating: true };
  t.equal(
    table.put(
      slice('a', {
        '1.0.0.1': { ready: true },
        '1.0.0.2': {},
        '1.0.0.3': { ready: false },
        '1.0.0.4': ending,
      }),
    ),
    'default/web',
  );
  t.same(ips(), ['1.0.0.1', '1.0.0.2']);
  table.put(
    slice('a', { '1.0.0.3': { ready: false }, '1.0.0.4': ending, '1.0.0.5': { ...ending, serving: false } }),
  );
  t.same(ips(), ['1.0.0.4']);
  table.put(slice('b', { '1.0.0.3': { ready: true }, '1.0.0.6': { ready: true } }));
  t.same(ips(), ['1.0.0.3', '1.0.0.6'], 'of all slices');
  table.put(slice('c', { '1.0.0.6': { ready: true } }));
  t.equal(ips().length, 2, 'each once');
  t.same(table.endpoints('default/web', 'http'), []);
  t.same(table.endpoints('other/web', ''), []);
  table.remove(slice('b', {}));
  table.remove(slice('c', {}));
  t.same(ips(), ['1.0.0.4']);
  t.equal(table.put({ ...slice('d', {}), metadata: { name: 'd' } }), undefined);
});

t.test('an endpoint goes by the port of its slice', async (t) => {
  const table = createEndpointTable();
  table.put(slice('a', { '1.0.0.1': {} }, 'web', 8080));
  table.put(slice('b', { '1.0.0.2': {} }, 'web', 9090));
  t.same(table.endpoints('default/web', ''), [
    { ip: '1.0.0.1', port: 8080 },
    { ip: '1.0.0.2', port: 9090 },
  ]);
});

const service = (timeoutSeconds?: number) => ({
  apiVersion: 'v1' as const,
  kind: 'Service' as const,
  metadata: {},
  spec:
    timeoutSeconds === undefined
      ? {}
      : { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds } } },
});
const endpoints = Array.from({ length: 10 }, (_, index) => ({ ip: `1.0.0.${index}`, port: 80 }));

t.test('each endpoint is as likely as any other', async (t) => {
  const choose = createEndpointChoice(Math.random, Date.now);
  const counts = new Map<string, number>();
  const draws = 20_000;
  for (let draw = 0; draw < draws; draw++) {
    const { ip = '' } = choose({ service: service(), portName: '', client: 'x', endpoints }) ?? {};
    counts.set(ip, (counts.get(ip) ?? 0) + 1);
  }
  const expected = draws / endpoints.length;
  let chiSquare = 0;
  for (const count of counts.values()) chiSquare += (count - expected) ** 2 / expected;
  t.equal(counts.size, endpoints.length);
  t.ok(chiSquare < 45, `chi-square ${chiSquare} of 9 degrees of freedom: more in one of a million runs`);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 10 }),
      (chance, count) => {
        const some = endpoints.slice(0, count);
        const chosen = createEndpointChoice(
          () => chance,
          Date.now,
        )({ service: service(), portName: '', client: 'x', endpoints: some });
        return chosen !== undefined && some.indexOf(chosen) === Math.floor(chance * count);
      },
    ),
  );
});

t.test('affinity keeps a client where it was, for a time', async (t) => {
  let nowMs = 0;
  let chance = 0;
  const choose = createEndpointChoice(
    () => chance,
    () => nowMs,
  );
  const go = (client: string, list = endpoints, portName = '') =>
    choose({ service: service(10), portName, client, endpoints: list })?.ip;
  t.equal(go('a'), '1.0.0.0');
  chance = 0.55;
  t.equal(go('b'), '1.0.0.5');
  t.equal(go('a'), '1.0.0.0');
  t.equal(go('a', endpoints, 'other'), '1.0.0.5', 'each port on its own');
  nowMs = 9_999;
  t.equal(go('a'), '1.0.0.0', 'which renews it');
  nowMs = 19_998;
  t.equal(go('a'), '1.0.0.0');
  t.equal(go('a', endpoints.slice(1)), '1.0.0.5', 'another where its endpoint has gone');
  chance = 0;
  t.equal(go('a'), '1.0.0.5', 'and stays there');
  nowMs = 30_000;
  t.equal(go('a'), '1.0.0.0');
  t.equal(go('a', []), undefined);
  for (let client = 0; client < MAX_REMEMBERED_CLIENTS; client++) go(`c${client}`);
  chance = 0.99;
  t.equal(go('a'), '1.0.0.9', 'the one seen longest ago is forgotten');
});
