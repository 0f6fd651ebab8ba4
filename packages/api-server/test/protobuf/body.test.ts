import t from 'tap';
import { ApiError } from '../../src/machinery/api-error.ts';
import { decodeObject, type FieldValidation } from '../../src/decoding/decode-object.ts';
import { openFixture, type Fixture } from '../api/fixture.ts';
import { encodeMessage, envelope } from './encode.ts';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };

function decode(body: Uint8Array, validation: FieldValidation = 'Strict', type = PROTOBUF): unknown {
  return decodeObject(Buffer.from(body), type, 'V1Deployment', DEPLOYMENT, validation);
}

function refusalOf(...args: Parameters<typeof decode>): string {
  try {
    decode(...args);
  } catch (error) {
    if (error instanceof ApiError) return `${error.status.code} ${error.status.reason}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

const UNRECOGNIZED = '400 BadRequest: the object provided is unrecognized (must be of type Deployment): ';
const HANDLED = '400 BadRequest: Deployment in version "v1" cannot be handled as a Deployment: ';

t.test('a body is read into the same object as JSON', async (t) => {
  const message = encodeMessage('V1Deployment', { metadata: { name: 'd' }, spec: { replicas: 0 } });
  const object = { ...DEPLOYMENT, metadata: { name: 'd' }, spec: { replicas: 0 } };
  t.strictSame(decode(envelope('apps/v1', 'Deployment', message)), { object, warnings: [] });
  t.strictSame(decode(envelope('', '', message), 'Warn', `${PROTOBUF};stream=watch`), {
    object,
    warnings: [],
  });
  t.strictSame(decode(envelope('apps/v1', 'Deployment', Buffer.of())), {
    object: { ...DEPLOYMENT, metadata: {} },
    warnings: [],
  });
});

t.test('bodies that have no kind', async (t) => {
  t.equal(refusalOf(Buffer.of()), `${UNRECOGNIZED}empty data (<empty>)`);
  t.equal(refusalOf(Buffer.from('k8s\0')), `${UNRECOGNIZED}empty body (6b387300)`);
  t.equal(
    refusalOf(Buffer.from('{"kind":"Deployment"}')),
    `${UNRECOGNIZED}provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] ({"kind":"Deployment"})`,
  );
  t.match(refusalOf(Buffer.from('k8s')), /expected prefix/);
  t.equal(refusalOf(Buffer.from('k8s\0\n')), `${UNRECOGNIZED}unexpected EOF (6b3873000a)`);
  t.match(refusalOf(Buffer.from('k8s\0\b\x01')), /proto: wrong wireType = 0 for field TypeMeta/);
});

t.test('bodies of another kind, or that are no such message', async (t) => {
  t.equal(
    refusalOf(envelope('v1', 'Pod', Buffer.of())),
    '400 BadRequest: Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion',
  );
  t.match(refusalOf(envelope('apps/v1', 'Nothing', Buffer.of())), /no kind "Nothing" is registered/);
  t.equal(
    refusalOf(envelope('apps/v1', 'Deployment', Buffer.of(0x08, 1))),
    `${HANDLED}proto: wrong wireType = 0 for field Metadata`,
  );
  const divisor = encodeMessage('V1Deployment', {
    spec: { template: { spec: { overhead: { cpu: 'much' } } } },
  });
  t.match(
    refusalOf(envelope('apps/v1', 'Deployment', divisor)),
    /quantities must match the regular expression/,
  );
});

t.test('through the API', async (t) => {
  const { ask, registry, close }: Fixture = await openFixture();
  t.teardown(close);
  const pods = '/api/v1/namespaces/default/pods';
  const send = (path: string, method: string, body: Uint8Array): ReturnType<typeof ask> =>
    ask(path, {
      method,
      body: Buffer.from(body),
      contentType: PROTOBUF,
      accept: `${PROTOBUF},application/json`,
    });
  const create = async (name: string): Promise<void> => {
    const pod = { metadata: { name }, spec: { containers: [{ name: 'a', image: 'b' }] } };
    const { code, json } = await send(
      pods,
      'POST',
      envelope('v1', 'Pod', encodeMessage('V1Pod', pod, { zeros: true })),
    );
    t.equal(code, 201, json?.message);
    t.equal(json.spec.containers[0].image, 'b');
  };

  await create('evicted');
  const eviction = { metadata: { name: 'evicted' }, deleteOptions: { gracePeriodSeconds: 0 } };
  const evicted = await send(
    `${pods}/evicted/eviction`,
    'POST',
    envelope('policy/v1', 'Eviction', encodeMessage('V1Eviction', eviction)),
  );
  t.match(evicted, { code: 201, json: { kind: 'Status', status: 'Success' } });
  t.throws(() => registry.get('pods', 'default', 'evicted'), /not found/);

  await create('deleted');
  const options = (given: Record<string, unknown>, kind = 'DeleteOptions'): Buffer =>
    envelope('v1', kind, encodeMessage('V1DeleteOptions', given));
  const mistaken = await send(`${pods}/deleted`, 'DELETE', options({ preconditions: { uid: 'another' } }));
  t.match(mistaken, { code: 409, json: { reason: 'Conflict' } });
  t.match(await send(`${pods}/deleted`, 'DELETE', options({}, 'Pod')), { code: 400 });
  t.match(await send(`${pods}/deleted`, 'DELETE', Buffer.from('k8s\0\n')), { code: 400 });
  t.match(await send(`${pods}/deleted`, 'DELETE', options({ gracePeriodSeconds: 0 })), { code: 200 });
  t.throws(() => registry.get('pods', 'default', 'deleted'), /not found/);

  const refused = await ask(pods, { method: 'POST', body: '{}', contentType: 'application/cbor' });
  t.equal(refused.code, 415);
  t.match(
    refused.json.message,
    /include: application\/json, application\/yaml, application\/vnd\.kubernetes\.protobuf$/,
  );
});
