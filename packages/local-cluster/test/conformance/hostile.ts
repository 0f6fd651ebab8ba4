/**
 * A server, its controllers and a client that means it harm, in a process with little memory: prints a line of JSON for each
 * request, or dies. Started by hostile.test.ts.
 */
import { processorMsOf } from '../../../../scripts/testing/processor-time.ts';
import { startControllers } from '../../src/controllers/start-controllers.ts';
import { systemClock } from '@pod-contagion/api-server/objects';
import {
  configMap,
  deployment,
  openFixture,
  pod,
  type AskOptions,
} from '../../../api-server/test/api/fixture.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const SERVICES = '/api/v1/namespaces/default/services';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

const fixture = await openFixture();
const { registry, ask, errors } = fixture;
const controllers = startControllers({
  registry,
  clock: systemClock,
  random: () => 0.5,
  onError: () => {},
  apiServer: { address: '127.0.0.1', port: 443, clusterIp: '127.65.0.1' },
  caCertificate: 'none',
});

registry.create('configmaps', configMap('target'));
registry.create('pods', pod('target'));
registry.create('pods', {
  ...pod('bound'),
  spec: { nodeName: 'none', containers: [{ name: 'main', image: 'x' }] },
});

const list = <T>(length: number, item: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => item(index));
const filled = (count: number, made: string, more: object = {}): string =>
  JSON.stringify({ metadata: { name: 'x' }, ...more }).replace(
    '"@"',
    `[${Array(count).fill(made).join(',')}]`,
  );
const ofTarget = (
  contentType: string,
  body: unknown,
  path = `${CONFIG_MAPS}/target`,
): [string, AskOptions] => [path, { method: 'PATCH', contentType, body }];
const create = (path: string, body: unknown, contentType = 'application/json'): [string, AskOptions] => [
  path,
  { method: 'POST', body, contentType },
];
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const spec = (containers: unknown, more: object = {}): object => ({
  metadata: { name: 'x' },
  spec: { containers, ...more },
});

/** What is sent, by name. */
const REQUESTS: Readonly<Record<string, readonly [string, AskOptions]>> = {
  'JSON patch that doubles': ofTarget(JSON_PATCH, [
    { op: 'add', path: '/x', value: list(1000, () => 'short') },
    ...list(30, () => ({ op: 'copy', from: '/x', path: '/x/-' })),
  ]),
  'JSON patch of too many operations': ofTarget(
    JSON_PATCH,
    list(10_001, () => ({ op: 'test', path: '/kind', value: 'ConfigMap' })),
  ),
  'JSON patch that shifts': ofTarget(JSON_PATCH, [
    { op: 'add', path: '/x', value: list(500_000, () => 0) },
    ...list(9_000, () => ({ op: 'add', path: '/x/0', value: 0 })),
  ]),
  'JSON patch that compares': ofTarget(JSON_PATCH, [
    { op: 'add', path: '/x', value: list(100_000, (index) => index) },
    { op: 'test', path: '/x', value: list(100_000, (index) => index + 1) },
  ]),
  'JSON patch that digs': ofTarget(
    JSON_PATCH,
    list(300, (index) => ({
      op: 'add',
      path: `${'/a'.repeat(index * 20)}/a`,
      value: JSON.parse(nested(20)) as object,
    })),
  ),
  'strategic merge of many items': ofTarget(
    STRATEGIC,
    { spec: { containers: list(60_000, (index) => ({ name: `c${index}` })) } },
    `${PODS}/target`,
  ),
  'strategic merge that deletes': ofTarget(
    STRATEGIC,
    { spec: { volumes: list(60_000, (index) => ({ name: `c${index}`, $patch: 'delete' })) } },
    `${PODS}/target`,
  ),
  'merge patch that is deep': ofTarget(MERGE_PATCH, nested(100_000)),
  'merge patch of many owners': ofTarget(MERGE_PATCH, {
    metadata: { ownerReferences: list(20_000, (index) => ({ uid: `${index}`.repeat(10) })) },
  }),
  'deep JSON': create(CONFIG_MAPS, nested(500_000)),
  'deep lists of YAML': create(CONFIG_MAPS, '['.repeat(200_000), 'application/yaml'),
  'many keys of YAML': create(
    CONFIG_MAPS,
    list(20_000, (index) => `k${index}: 1`).join('\n'),
    'application/yaml',
  ),
  'many documents of YAML': create(CONFIG_MAPS, '---\n'.repeat(200_000), 'application/yaml'),
  'aliases of YAML': create(
    CONFIG_MAPS,
    list(
      20,
      (index) => `a${index}: &a${index} [${list(9, () => (index === 0 ? 'x' : `*a${index - 1}`)).join(',')}]`,
    ).join('\n'),
    'application/yaml',
  ),
  'the same field, over and over, deep': create(
    CONFIG_MAPS,
    `${'{"a":'.repeat(900)}{${Array(100_000).fill('"b":1').join(',')}}${'}'.repeat(900)}`,
  ),
  'empty containers': create(PODS, filled(300_000, '{}', { spec: { containers: '@' } })),
  'few thousand empty containers': create(PODS, filled(5_000, '{}', { spec: { containers: '@' } })),
  'ports without end': create(PODS, spec([{ name: 'a', image: 'a', ports: list(45_000, () => ({})) }])),
  'mounts of volumes': create(
    PODS,
    spec(
      [
        {
          name: 'a',
          image: 'a',
          volumeMounts: list(9_000, (index) => ({ name: `v${index}`, mountPath: '/x' })),
        },
      ],
      { volumes: list(9_000, (index) => ({ name: `w${index}` })) },
    ),
  ),
  'a quantity of many digits': create(
    PODS,
    spec([{ name: 'a', image: 'a', resources: { limits: { cpu: `${'1'.repeat(300_000)}x` } } }]),
  ),
  'labels that are wrong': create(CONFIG_MAPS, {
    metadata: { name: 'x', labels: Object.fromEntries(list(45_000, (index) => [`!${index}`, '!'])) },
  }),
  'annotations beyond their size': create(CONFIG_MAPS, {
    metadata: { name: 'x', annotations: { a: 'x'.repeat(257 * 1024) } },
  }),
  'owners that all control': create(CONFIG_MAPS, {
    metadata: {
      name: 'x',
      ownerReferences: list(5_000, (index) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        name: 'p',
        uid: `${index}`,
        controller: true,
      })),
    },
  }),
  'addresses of a Service': create(SERVICES, {
    metadata: { name: 'x' },
    spec: { ports: [{ port: 80 }], clusterIP: '::1', clusterIPs: list(40_000, () => '::1') },
  }),
  'families of a Service': create(SERVICES, {
    metadata: { name: 'x' },
    spec: { ports: [{ port: 80 }], ipFamilies: list(45_000, (index) => `f${index}`) },
  }),
  'ports of a Service': create(SERVICES, {
    metadata: { name: 'x' },
    spec: { ports: list(10_000, (index) => ({ name: `p${index}`, port: index + 1 })) },
  }),
  finalizers: create(CONFIG_MAPS, {
    metadata: { name: 'x', finalizers: list(45_000, (index) => `f${index}`) },
  }),
  'a name without end': create(CONFIG_MAPS, { metadata: { generateName: 'a-'.repeat(500_000) } }),
  'a ConfigMap that is too large': create(CONFIG_MAPS, {
    metadata: { name: 'x' },
    data: { a: 'x'.repeat(2 ** 21) },
  }),
  'a body that is too large': create(CONFIG_MAPS, 'x'.repeat(3 * 2 ** 20 + 1)),
  'selectors of many conditions': [`/api/v1/configmaps?labelSelector=${'!a,'.repeat(15_000)}!a`, {}],
  'fields of many conditions': [
    `/api/v1/configmaps?fieldSelector=${'metadata.name!%3Da,'.repeat(2_400)}`,
    {},
  ],
  'a time to end in beyond all calendars': [
    `${PODS}/bound?gracePeriodSeconds=9007199254740991`,
    { method: 'DELETE' },
  ],
  'endpoints by ports': create('/api/v1/namespaces/default/endpoints', {
    metadata: { name: 'x' },
    subsets: [
      {
        addresses: list(6_000, (index) => ({ ip: `10.${index >> 8}.${index & 255}.1` })),
        ports: list(6_000, (index) => ({ name: `p${index}`, port: index + 1 })),
      },
    ],
  }),
  'the table of those': [
    '/api/v1/namespaces/default/endpoints',
    { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
  ],
  'replicas without end': create(DEPLOYMENTS, deployment('many', 2_000_000_000)),
  'a moment that never comes': create(DEPLOYMENTS, {
    ...deployment('slow'),
    spec: {
      ...deployment('slow').spec,
      minReadySeconds: 2_147_483_646,
      progressDeadlineSeconds: 2_147_483_647,
    },
  }),
};

/** What a large ordinary request takes: the measure for all others. */
const ordinaryMs = await processorMsOf(() =>
  ask(CONFIG_MAPS, { body: configMap('ordinary', { annotations: { a: 'x'.repeat(2 ** 17) } }) }),
);
process.stdout.write(`${JSON.stringify({ name: 'ordinary', tookMs: ordinaryMs })}\n`);
for (const [name, [path, options]] of Object.entries(REQUESTS)) {
  let answer: { code: number; text: string } = { code: 0, text: '' };
  const tookMs = await processorMsOf(async () => {
    answer = await ask(path, options).catch((error: unknown) => ({ code: 0, text: String(error) }));
  });
  const { code, text } = answer;
  const isWell = (await ask('/healthz')).code === 200;
  const line = { name, code, tookMs, bytes: text.length, isWell, text: text.slice(0, 300) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
process.stdout.write(
  `${JSON.stringify({ name: 'end', pods: registry.list('pods').length, errors: errors.map(String) })}\n`,
);
controllers.close();
await fixture.close();
