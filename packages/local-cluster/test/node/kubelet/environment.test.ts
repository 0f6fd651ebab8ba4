import t from 'tap';
import { makeCommand } from '../../../src/node/kubelet/command.ts';
import { makeEnvironment, type EnvironmentSources } from '../../../src/node/kubelet/environment.ts';
import type { ConfigMap, Container, Pod } from '@pod-contagion/api-server/objects';

const POD: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'podder-1',
    namespace: 'plague',
    uid: 'u-1',
    labels: { app: 'podder', 'x.y/z': 'w' },
    annotations: { note: 'it\'s "here"' },
  },
  spec: { nodeName: 'local', serviceAccountName: 'default', containers: [{ name: 'app' }] },
};

const CONFIG: ConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'plague' },
  data: { DELAY: '5', FACE: 'pale' },
};

const SOURCES: EnvironmentSources = {
  pod: POD,
  place: { podIp: '127.1.0.5', hostIp: '127.0.0.1' },
  image: { FROM_IMAGE: '1', OVER: 'image' },
  services: new Map([['PODDER_SERVICE_HOST', '127.65.0.2']]),
  findConfigMap: (name) => (name === 'settings' ? CONFIG : undefined),
  allocatable: { cpu: '2', memory: '8Gi' },
};

const environmentOf = (container: Partial<Container>): Record<string, string> =>
  Object.fromEntries(makeEnvironment({ name: 'app', ...container }, SOURCES));

t.test('values, from the weakest to the strongest', async (t) => {
  t.same(
    environmentOf({
      envFrom: [{ configMapRef: { name: 'settings' } }, { prefix: 'P_', configMapRef: { name: 'settings' } }],
      env: [{ name: 'OVER', value: 'own' }, { name: 'FACE', value: 'green' }, { name: 'NONE' }],
    }),
    {
      FROM_IMAGE: '1',
      OVER: 'own',
      HOSTNAME: 'podder-1',
      PODDER_SERVICE_HOST: '127.65.0.2',
      DELAY: '5',
      FACE: 'green',
      P_DELAY: '5',
      P_FACE: 'pale',
      NONE: '',
    },
  );
});

t.test('references between variables look back only', async (t) => {
  const env = environmentOf({
    env: [
      { name: 'LATER', value: '$(FIRST)' },
      { name: 'FIRST', value: '1' },
      { name: 'SECOND', value: '$(FIRST)+$(PODDER_SERVICE_HOST)+$$(FIRST)' },
      { name: 'NOT_THE_IMAGE', value: '$(FROM_IMAGE)' },
    ],
  });
  t.equal(env['LATER'], '$(FIRST)');
  t.equal(env['SECOND'], '1+127.65.0.2+$(FIRST)');
  t.equal(env['NOT_THE_IMAGE'], '$(FROM_IMAGE)');
});

t.test('fields of the pod', async (t) => {
  const of = (fieldPath: string): string | undefined =>
    environmentOf({ env: [{ name: 'X', valueFrom: { fieldRef: { fieldPath } } }] })['X'];
  t.equal(of('metadata.name'), 'podder-1');
  t.equal(of('metadata.namespace'), 'plague');
  t.equal(of('metadata.uid'), 'u-1');
  t.equal(of("metadata.labels['x.y/z']"), 'w');
  t.equal(of("metadata.labels['none']"), '');
  t.equal(of("metadata.annotations['note']"), 'it\'s "here"');
  t.equal(of("metadata.annotations['constructor']"), '', 'what every JavaScript object has is no annotation');
  t.equal(of('spec.nodeName'), 'local');
  t.equal(of('spec.serviceAccountName'), 'default');
  t.equal(of('status.podIP'), '127.1.0.5');
  t.equal(of('status.podIPs'), '127.1.0.5');
  t.equal(of('status.hostIP'), '127.0.0.1');
  t.throws(() => of('spec.replicas'), { name: 'ContainerConfigError' });
});

t.test('resources, rounded up; a limit that is not set is what the node has', async (t) => {
  const of = (resource: string, divisor?: string): string | undefined =>
    environmentOf({
      resources: { limits: { cpu: '500m', memory: '64Mi' }, requests: { memory: '24Mi' } },
      env: [{ name: 'X', valueFrom: { resourceFieldRef: { resource, divisor } } }],
    })['X'];
  t.equal(of('limits.cpu'), '1');
  t.equal(of('limits.cpu', '1m'), '500');
  t.equal(of('limits.memory', '1Mi'), '64');
  t.equal(of('limits.memory'), '67108864');
  t.equal(of('requests.memory', '1Gi'), '1');
  t.equal(of('requests.cpu'), '0');
  const unset = makeEnvironment(
    { name: 'app', env: [{ name: 'X', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }] },
    SOURCES,
  );
  t.equal(unset.get('X'), '2');
});

t.test('what is not there is an error, unless it is optional', async (t) => {
  const refer =
    (valueFrom: NonNullable<NonNullable<Container['env']>[number]['valueFrom']>): (() => unknown) =>
    () =>
      environmentOf({ env: [{ name: 'X', valueFrom }] });
  t.throws(refer({ secretKeyRef: { name: 's', key: 'k' } }), { message: 'secret "s" not found' });
  t.throws(refer({ configMapKeyRef: { name: 'c', key: 'k' } }), { message: 'configmap "c" not found' });
  t.throws(refer({ configMapKeyRef: { name: 'settings', key: 'toString' } }), {
    message: "couldn't find key toString in ConfigMap plague/settings",
  });
  t.throws(refer({ configMapKeyRef: { name: 'settings', key: 'k' } }), {
    message: "couldn't find key k in ConfigMap plague/settings",
  });
  t.throws(() => environmentOf({ envFrom: [{ configMapRef: { name: 'c' } }] }), {
    message: 'configmap "c" not found',
  });
  t.throws(() => environmentOf({ envFrom: [{ secretRef: { name: 's' } }] }), {
    message: 'secret "s" not found',
  });
  const env = environmentOf({
    envFrom: [{ configMapRef: { name: 'c', optional: true } }, { secretRef: { name: 's', optional: true } }],
    env: [
      { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } },
      { name: 'B', valueFrom: { configMapKeyRef: { name: 'settings', key: 'FACE' } } },
    ],
  });
  t.notOk('A' in env, 'an optional variable that is not there is not set at all');
  t.equal(env['B'], 'pale');
});

t.test('a command replaces the image, arguments follow', async (t) => {
  const image = { command: ['node', 'podder'] };
  const variables = new Map([['POD_IP', '127.1.0.5']]);
  t.same(makeCommand({ args: ['-http=$(POD_IP):8080'] }, image, variables), [
    'node',
    'podder',
    '-http=127.1.0.5:8080',
  ]);
  t.same(makeCommand({ command: ['sh', '-c', 'echo $$(POD_IP) $(POD_IP)'] }, image, variables), [
    'sh',
    '-c',
    'echo $(POD_IP) 127.1.0.5',
  ]);
  t.same(makeCommand({}, image, variables), ['node', 'podder']);
});

t.test(
  'variables that double each other, or are many, are refused before they fill the memory',
  async (t) => {
    const doubling = Array.from({ length: 60 }, (_, index) => ({
      name: `V${index + 1}`,
      value: `$(V${index})$(V${index})`,
    }));
    const start = { name: 'V0', value: 'ha' };
    const refused = { name: 'ContainerConfigError', message: /^argument list too long: / };
    t.throws(() => environmentOf({ env: [start, ...doubling] }), refused);
    t.equal(environmentOf({ env: [start, ...doubling.slice(0, 10)] })['V10']?.length, 2_048);
    const long = { name: 'LONG', value: 'x'.repeat(100_000) };
    const many = Array.from({ length: 1_000 }, (_, index) => ({ name: `M${index}`, value: '$(LONG)' }));
    t.throws(() => environmentOf({ env: [long, ...many] }), refused);
    const variables = new Map([['LONG', long.value]]);
    const image = { command: ['run'] };
    t.throws(() => makeCommand({ args: many.map(({ value }) => value) }, image, variables), refused);
    t.equal(makeCommand({ args: ['$(LONG)'] }, image, variables)[1]?.length, 100_000);
  },
);
