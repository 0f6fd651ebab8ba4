import fc from 'fast-check';
import t from 'tap';
import { processorMsOf } from '../../../../scripts/testing/processor-time.ts';
import { ApiError } from '../../src/machinery/api-error.ts';
import { decodeObject, type FieldValidation } from '../../src/decoding/decode-object.ts';

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };
const POD = { apiVersion: 'v1', kind: 'Pod' };

function decode(
  body: unknown,
  validation: FieldValidation = 'Strict',
  contentType = 'application/json',
  expected = DEPLOYMENT,
) {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return decodeObject(bytes, contentType, `V1${expected.kind}`, expected, validation);
}

/** Code, reason and message of the refusal of a body. */
function refusalOf(...args: Parameters<typeof decode>): string {
  try {
    decode(...args);
  } catch (error) {
    if (error instanceof ApiError) return `${error.status.code} ${error.status.reason}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

const HANDLED = '400 BadRequest: Deployment in version "v1" cannot be handled as a Deployment: ';
const UNRECOGNIZED = '400 BadRequest: the object provided is unrecognized (must be of type Deployment): ';
const UNREADABLE = `${UNRECOGNIZED}couldn't get version/kind; json parse error: `;

t.test('apiVersion, kind and metadata are there even where they were left out', async (t) => {
  t.same(decode('{}'), { object: { ...DEPLOYMENT, metadata: {} }, warnings: [] });
  t.same(decode('null').object, { ...DEPLOYMENT, metadata: {} });
  t.same(decode({ spec: { replicas: 3 }, metadata: { name: 'a' } }).object, {
    ...DEPLOYMENT,
    metadata: { name: 'a' },
    spec: { replicas: 3 },
  });
  t.same(Object.keys(decode({ spec: {}, ...DEPLOYMENT }).object), ['kind', 'apiVersion', 'metadata', 'spec']);
});

t.test('bodies that are no object', async (t) => {
  t.equal(refusalOf(''), `${UNREADABLE}unexpected end of JSON input (<empty>)`);
  t.equal(refusalOf('abc'), `${UNREADABLE}invalid character 'a' looking for beginning of value (616263)`);
  t.equal(
    refusalOf(`{"metadata": {"name": "a-long-name"}, x}`),
    `${UNREADABLE}invalid character 'x' looking for beginning of object key string ({"metadata": {"name": "a-long- ...)`,
  );
  t.match(refusalOf('[]'), /json: cannot unmarshal array into Go value of type struct/);
  t.equal(
    refusalOf('{"kind":3}'),
    `${UNREADABLE}json: cannot unmarshal number into Go struct field .kind of type string ({"kind":3})`,
  );
  t.equal(
    refusalOf('{"apiVersion":"a/b/c"}'),
    `${UNRECOGNIZED}unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c"})`,
  );
  t.match(refusalOf('[1,'.repeat(2000) + '1' + ']'.repeat(2000)), /exceeded max depth/);
});

t.test('objects of another kind', async (t) => {
  t.equal(
    refusalOf({ apiVersion: 'v1', kind: 'Pod' }),
    '400 BadRequest: Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion',
  );
  t.match(
    refusalOf({ apiVersion: 'v1', kind: 'Deployment' }),
    `${HANDLED}no kind "Deployment" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"`,
  );
  t.equal(
    refusalOf({ apiVersion: 'apps/v1beta1' }),
    '400 BadRequest: the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)',
  );
  t.match(refusalOf({}, 'Strict', 'application/cbor'), /^415 UnsupportedMediaType/);
});

t.test('unknown and duplicate fields', async (t) => {
  const body =
    '{"spec":{"replicas":1,"replicas":2,"foo":1,"template":{"spec":{"containers":[{"name":"a","foo":{}}]}}}}';
  const found = [
    'unknown field "spec.foo"',
    'unknown field "spec.template.spec.containers[0].foo"',
    'duplicate field "spec.replicas"',
  ];
  const kept = { replicas: 2, template: { spec: { containers: [{ name: 'a' }] } } };
  t.equal(refusalOf(body), `${HANDLED}strict decoding error: ${found.join(', ')}`);
  t.same(decode(body, 'Warn'), { object: { ...DEPLOYMENT, metadata: {}, spec: kept }, warnings: found });
  t.same(decode(body, 'Ignore'), { object: { ...DEPLOYMENT, metadata: {}, spec: kept }, warnings: [] });
  t.same(decode('{"metadata":{"labels":{"a":"1","a":"2"}}}', 'Warn').warnings, [
    'duplicate field "metadata.labels.a"',
  ]);
  t.same(decode('{"__proto__":{"a":1},"constructor":1}', 'Warn').warnings, [
    'unknown field "__proto__"',
    'unknown field "constructor"',
  ]);
  t.equal(
    decode(`{${Array.from({ length: 300 }, (_, n) => `"x${n}":1`).join()}}`, 'Warn').warnings.length,
    100,
  );
});

t.test('values of a wrong type, whatever the validation', async (t) => {
  const cases: readonly (readonly [unknown, string])[] = [
    [{ replicas: '3' }, 'string into Go struct field DeploymentSpec.spec.replicas of type int32'],
    [{ replicas: 1.5 }, 'number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32'],
    [
      { replicas: 2 ** 31 },
      'number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [{ paused: 'yes' }, 'string into Go struct field DeploymentSpec.spec.paused of type bool'],
    [{ template: [] }, 'array into Go struct field DeploymentSpec.spec.template of type v1.PodTemplateSpec'],
    [
      { template: { spec: { containers: {} } } },
      'object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
    ],
    [
      { template: { spec: { containers: [{ ports: [{ containerPort: '80' }] }] } } },
      'string into Go struct field ContainerPort.spec.template.spec.containers.ports.containerPort of type int32',
    ],
    [
      { selector: { matchLabels: { a: 1 } } },
      'number into Go struct field LabelSelector.spec.selector.matchLabels of type string',
    ],
    [
      { strategy: { rollingUpdate: { maxSurge: true } } },
      'bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32',
    ],
  ];
  for (const [spec, problem] of cases)
    for (const validation of ['Strict', 'Warn', 'Ignore'] as const)
      t.equal(refusalOf({ spec }, validation), `${HANDLED}json: cannot unmarshal ${problem}`);
  const limits = { template: { spec: { containers: [{ resources: { limits: { cpu: 'much' } } }] } } };
  t.match(refusalOf({ spec: limits }), `${HANDLED}quantities must match the regular expression`);
  t.match(refusalOf({ metadata: { creationTimestamp: 'now' } }), `${HANDLED}parsing time "now" as`);
});

t.test('values in their kept form; null is nothing', async (t) => {
  const container = {
    name: 'a',
    env: [null],
    resources: { limits: { cpu: 0.5, memory: '1024Mi', none: null } },
    livenessProbe: { httpGet: { port: 'http' } },
    readinessProbe: { tcpSocket: { port: 80 } },
    command: null,
  };
  const { object } = decode(
    {
      metadata: {
        labels: { a: null },
        creationTimestamp: null,
        deletionTimestamp: '2026-01-01T01:00:00+01:00',
      },
      spec: { containers: [container] },
    },
    'Strict',
    'application/json; charset=utf-8',
    POD,
  );
  t.same(object, {
    ...POD,
    metadata: { labels: { a: '' }, deletionTimestamp: '2026-01-01T00:00:00Z' },
    spec: {
      containers: [
        {
          name: 'a',
          env: [{}],
          resources: { limits: { cpu: '500m', memory: '1Gi', none: '0' } },
          livenessProbe: { httpGet: { port: 'http' } },
          readinessProbe: { tcpSocket: { port: 80 } },
        },
      ],
    },
  });
  const map = { apiVersion: 'v1', kind: 'ConfigMap' };
  t.same(decode({ binaryData: { a: 'aGk=\n' } }, 'Strict', '', map).object['binaryData'], { a: 'aGk=' });
  t.match(refusalOf({ binaryData: { a: 'a!' } }, 'Strict', '', map), /illegal base64 data at input byte 1$/);
});

t.test('YAML', async (t) => {
  const yaml = 'application/yaml';
  const text = 'metadata:\n  creationTimestamp: 2026-01-01T00:00:00Z\nspec:\n  paused: yes\n  replicas: 3\n';
  t.same(decode(text, 'Strict', yaml).object, {
    ...DEPLOYMENT,
    metadata: { creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { paused: true, replicas: 3 },
  });
  t.same(decode('spec: {replicas: 1}\n---\nspec: {replicas: 2}\n', 'Strict', yaml).object['spec'], {
    replicas: 1,
  });
  t.equal(
    refusalOf(`${text}  replicas: 4\n  foo: 1\n`, 'Strict', yaml),
    `${HANDLED}strict decoding error: unknown field "spec.foo", yaml: unmarshal errors:\n  line 6: key "replicas" already set in map`,
  );
  t.match(refusalOf('a: [1', 'Strict', yaml), /yaml: line \d: /);
  t.same(decode('', 'Strict', yaml).object, { ...DEPLOYMENT, metadata: {} });
});

t.test('no body makes it fail but by an ApiError', async () => {
  const field = fc.constantFrom(
    'metadata',
    'spec',
    'labels',
    'template',
    'replicas',
    'containers',
    'ports',
    'x',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue({ maxDepth: 0 }),
      tie('list'),
      tie('object'),
      tie('object'),
    ),
    list: fc.array(tie('value'), { maxLength: 3 }),
    object: fc.dictionary(field, tie('value'), { maxKeys: 5 }),
  }));
  fc.assert(
    fc.property(fc.oneof(value, fc.string()), (body) => refusalOf(body).length > 0),
    { numRuns: 500 },
  );
});

t.test('a Pod of fifty container fields is read in well under a millisecond', async (t) => {
  const probe = { httpGet: { path: '/live', port: 8080 }, periodSeconds: 1, failureThreshold: 3 };
  const env = Array.from({ length: 20 }, (_, n) => ({ name: `NAME_${n}`, value: `value ${n}` }));
  const resources = { limits: { cpu: '100m', memory: '64Mi' }, requests: { cpu: '10m', memory: '32Mi' } };
  const container = { name: 'a', image: 'b', env, livenessProbe: probe, readinessProbe: probe, resources };
  const bytes = Buffer.from(
    JSON.stringify({ ...POD, metadata: { name: 'a' }, spec: { containers: [container] } }),
  );
  const read = (): unknown => decodeObject(bytes, 'application/json', 'V1Pod', POD, 'Strict');
  for (let run = 0; run < 200; run += 1) read();
  const spentMs = await processorMsOf(() => {
    for (let run = 0; run < 500; run += 1) read();
  });
  const eachMs = spentMs / 500;
  t.comment(`${(eachMs * 1000).toFixed(0)} us for ${bytes.length} bytes`);
  // Ten times what it takes, so that a busy machine does not fail it.
  t.ok(eachMs < 1, `${eachMs} ms`);
});
