import t from 'tap';
import { ApiError } from '../../src/machinery/api-error.ts';
import { applyPatch, patchObject, PATCH_MEDIA_TYPES } from '../../src/patches/index.ts';
import type { FieldValidation } from '../../src/decoding/decode-object.ts';

const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: { replicas: 1, template: { spec: { containers: [{ name: 'a' }] } } },
};

function patch(contentType: string, body: unknown, fieldValidation: FieldValidation = 'Strict') {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return patchObject({ contentType, bytes, fieldValidation }, deployment, 'V1Deployment');
}

function refusalOf(...args: Parameters<typeof patch>): string {
  try {
    patch(...args);
  } catch (error) {
    if (error instanceof ApiError) return `${error.status.code} ${error.status.reason}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

t.test('all three types of patch', async (t) => {
  const before = structuredClone(deployment);
  const scaled = { ...deployment, spec: { ...deployment.spec, replicas: 2 } };
  t.same(patch(JSON_PATCH, [{ op: 'replace', path: '/spec/replicas', value: 2 }]), {
    object: scaled,
    warnings: [],
  });
  t.same(patch(MERGE, { spec: { replicas: 2 } }).object, scaled);
  t.same(patch(`${STRATEGIC}; charset=utf-8`, { spec: { replicas: 2 } }).object, scaled);
  t.same(patch(MERGE, { metadata: null }).object['metadata'], {}, 'metadata stays there');
  t.same(deployment, before);
});

t.test('other types are 415, with those that are known', async (t) => {
  const list = PATCH_MEDIA_TYPES.join(', ');
  const message = `415 UnsupportedMediaType: the body of the request was in an unknown format - accepted media types include: ${list}`;
  for (const type of ['application/apply-patch+yaml', 'application/json', ''])
    t.equal(refusalOf(type, '{}'), message);
  t.throws(() => applyPatch('text/plain', {}, {}, 'V1Pod'), ApiError);
});

t.test('patches that are no patches', async (t) => {
  const decoding = '400 BadRequest: error decoding patch: ';
  t.equal(refusalOf(MERGE, ''), `${decoding}unexpected end of JSON input`);
  t.equal(
    refusalOf(STRATEGIC, '{x'),
    "400 BadRequest: invalid character 'x' looking for beginning of object key string",
  );
  const wrong = 'json: cannot unmarshal';
  t.equal(refusalOf(MERGE, '[]'), `${decoding}${wrong} array into Go value of type map[string]interface {}`);
  t.equal(
    refusalOf(JSON_PATCH, '{}'),
    `${decoding}${wrong} object into Go value of type []handlers.jsonPatchOp`,
  );
  t.match(refusalOf(STRATEGIC, '3'), /^400 BadRequest: .*number into Go value of type map/);
  t.match(refusalOf(MERGE, '{"a":'.repeat(3000) + '1' + '}'.repeat(3000)), /exceeded max depth/);
});

t.test('what has no place in the schema', async (t) => {
  const unknown = { spec: { template: { spec: { containers: [{ name: 'a', foo: 1 }] } }, bar: 1 } };
  t.equal(
    refusalOf(STRATEGIC, unknown),
    '422 Invalid:  "" is invalid: patch: Invalid value: "map[spec:map[bar:1 template:map[spec:map[containers:[map[foo:1 name:a]]]]]]": ' +
      'strict decoding error: unknown field "spec.bar", unknown field "spec.template.spec.containers[0].foo"',
  );
  t.same(patch(STRATEGIC, unknown, 'Warn'), {
    object: deployment,
    warnings: ['unknown field "spec.bar"', 'unknown field "spec.template.spec.containers[0].foo"'],
  });
  t.same(patch(STRATEGIC, unknown, 'Ignore'), { object: deployment, warnings: [] });
  t.match(
    refusalOf(MERGE, '{"spec":{"replicas":1,"replicas":1}}'),
    'strict decoding error: duplicate field "spec.replicas"',
  );
  t.match(
    refusalOf(MERGE, { spec: { replicas: 'x' } }, 'Ignore'),
    /^422 Invalid: .*"replicas\\":\\"x\\".*of type int32$/,
  );
  t.match(
    refusalOf(JSON_PATCH, [{ op: 'test', path: '/kind', value: 'Deployment', x: 1 }]),
    'json patch unknown field "[0].x"',
  );
  t.match(
    refusalOf(JSON_PATCH, [{ op: 'remove', path: '/none' }]),
    /^422 Invalid: the server rejected our request/,
  );
});

t.test('apiVersion and kind stay', async (t) => {
  t.match(refusalOf(MERGE, { kind: 'Pod' }), /^422 Invalid: .*kind may not be changed by a patch/);
  t.same(patch(MERGE, { kind: null, apiVersion: null }).object, deployment);
  t.same(patch(STRATEGIC, { kind: 'Pod' }).object, deployment);
});
