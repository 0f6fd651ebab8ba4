import t from 'tap';
import { configMap, deployment, openFixture, pod, type Json } from '../fixture.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

t.test('create', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);

  t.test('answers 201 with the object', async (t) => {
    const { code, json, headers } = await ask(MAPS, { body: { metadata: { name: 'a' }, data: { k: 'v' } } });
    t.equal(code, 201);
    t.match(json, {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'a', namespace: 'default', uid: /./ },
    });
    t.equal(headers['content-type'], 'application/json');
    t.equal(headers['warning'], undefined);
  });

  t.test('a name that is taken', async (t) => {
    const { code, json } = await ask(MAPS, { body: configMap('a') });
    t.equal(code, 409);
    t.strictSame(json, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "a" already exists',
      reason: 'AlreadyExists',
      details: { name: 'a', kind: 'configmaps' },
      code: 409,
    });
  });

  t.test('a dry run stores nothing', async (t) => {
    const revision = registry.revision();
    const { code, json } = await ask(`${MAPS}?dryRun=All`, { body: configMap('dry') });
    t.equal(code, 201);
    t.match(json.metadata, { name: 'dry', uid: /./ });
    t.equal(registry.revision(), revision);
    t.equal((await ask(`${MAPS}?dryRun=Some`, { body: configMap('dry') })).code, 422);
  });

  t.test('unknown fields', async (t) => {
    const body = { ...configMap('odd'), extra: 1 };
    const strict = await ask(`${MAPS}?fieldValidation=Strict`, { body });
    t.equal(strict.code, 400);
    t.match(strict.json.message, /strict decoding error: unknown field "extra"/);
    const warned = await ask(MAPS, { body });
    t.equal(warned.code, 201);
    t.equal(warned.headers['warning'], '299 - "unknown field \\"extra\\""');
    t.notOk('extra' in warned.json);
    const ignored = await ask(`${MAPS}?fieldValidation=Ignore`, {
      body: { ...body, metadata: { name: 'odd2' } },
    });
    t.equal(ignored.headers['warning'], undefined);
    t.equal((await ask(`${MAPS}?fieldValidation=Sometimes`, { body })).code, 422);
  });

  t.test('fields without effect are told of', async (t) => {
    const body = deployment('limits') as Json;
    body.spec.template.spec.containers[0].resources = { limits: { cpu: '1' } };
    const { headers } = await ask('/apis/apps/v1/namespaces/default/deployments', { body });
    t.match(headers['warning'], /^299 - "stored, but not honoured by the local cluster: .*resources\.limits/);
  });

  t.test('what cannot be read', async (t) => {
    t.equal((await ask(MAPS, { body: '{' })).code, 400);
    t.equal((await ask(MAPS, { body: {} })).code, 422, 'an empty object has no name');
    t.equal((await ask(MAPS, { method: 'POST' })).code, 400);
    t.equal((await ask(MAPS, { body: 'a', contentType: 'text/html' })).code, 415);
    t.match((await ask(MAPS, { body: pod('p') })).json, { code: 400, message: /ConfigMap/ });
    t.equal((await ask(MAPS, { body: configMap('yaml-like'), accept: 'text/html' })).code, 406);
    t.equal(registry.find('configmaps', 'default', 'yaml-like'), undefined, 'refused before it is stored');
    t.equal((await ask(MAPS, { body: 'metadata: {name: yaml}', contentType: 'application/yaml' })).code, 201);
    const elsewhere = await ask(MAPS, { body: configMap('e', { namespace: 'other' }) });
    t.match(elsewhere.json, { code: 400, message: /does not match the namespace sent on the request/ });
    t.match(
      (await ask('/api/v1/namespaces/none/configmaps', { body: configMap('e', { namespace: 'none' }) })).json,
      {
        code: 404,
        message: 'namespaces "none" not found',
      },
    );
  });

  t.test('a body that is too large', async (t) => {
    const body = configMap('large');
    body.data = { k: 'x'.repeat(3 * 1024 * 1024) };
    const { code, json } = await ask(MAPS, { body });
    t.equal(code, 413);
    t.match(json, { reason: 'RequestEntityTooLarge', message: 'Request entity too large: limit is 3145728' });
    t.equal((await ask('/healthz')).code, 200, 'and the server goes on');
  });
  t.strictSame(errors, []);
});

t.test('update', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  const first = registry.create('configmaps', configMap('a'));

  const changed = await ask(`${MAPS}/a`, { method: 'PUT', body: { ...first, data: { k: '2' } } });
  t.equal(changed.code, 200);
  t.match(changed.json, { data: { k: '2' }, metadata: { uid: first.metadata.uid } });
  const late = await ask(`${MAPS}/a`, { method: 'PUT', body: { ...first, data: { k: '3' } } });
  t.equal(late.code, 409);
  t.match(late.json, {
    reason: 'Conflict',
    message: /the object has been modified; please apply your changes/,
  });
  const blind = await ask(`${MAPS}/a`, { method: 'PUT', body: configMap('a') });
  t.equal(blind.code, 200, 'without a version it replaces what is there');
  const other = await ask(`${MAPS}/a`, { method: 'PUT', body: configMap('b') });
  t.match(other.json, {
    code: 400,
    message: 'the name of the object (b) does not match the name on the URL (a)',
  });
  t.equal((await ask(`${MAPS}/a`, { method: 'PUT', body: {} })).code, 400);
  t.equal((await ask(`${MAPS}/none`, { method: 'PUT', body: configMap('none') })).code, 404);
  const revision = registry.revision();
  t.equal(
    (await ask(`${MAPS}/a?dryRun=All`, { method: 'PUT', body: { ...configMap('a'), data: {} } })).code,
    200,
  );
  t.equal(registry.revision(), revision);
  t.strictSame(errors, []);
});

t.test('patch', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  registry.create('configmaps', configMap('a'));
  registry.create('deployments', deployment('web'));
  const patch = (path: string, body: unknown, type = 'merge-patch'): ReturnType<typeof ask> =>
    ask(path, { method: 'PATCH', body, contentType: `application/${type}+json; charset=utf-8` });
  const WEB = '/apis/apps/v1/namespaces/default/deployments/web';

  t.match((await patch(`${MAPS}/a`, { data: { b: '2' } })).json, { data: { key: 'value', b: '2' } });
  t.strictSame((await patch(`${MAPS}/a`, { data: { b: null } })).json.data, { key: 'value' });
  const env = {
    spec: { template: { spec: { containers: [{ name: 'main', env: [{ name: 'A', value: '1' }] }] } } },
  };
  t.match((await patch(WEB, env, 'strategic-merge-patch')).json.spec.template.spec.containers, [
    { name: 'main', image: 'x', env: [{ name: 'A' }] },
  ]);
  const operation = [{ op: 'replace', path: '/spec/replicas', value: 4 }];
  t.match((await patch(WEB, operation, 'json-patch')).json, {
    spec: { replicas: 4 },
    metadata: { generation: 3 },
  });
  const failing = [{ op: 'test', path: '/spec/replicas', value: 5 }];
  t.equal((await patch(WEB, failing, 'json-patch')).code, 422);

  const revision = registry.revision();
  t.equal((await patch(WEB, { spec: { replicas: 4 } })).code, 200);
  t.equal(registry.revision(), revision, 'what changes nothing uses up no version');
  t.equal((await patch(`${WEB}?dryRun=All`, { spec: { replicas: 5 } })).json.spec.replicas, 5);
  t.equal(registry.revision(), revision);

  t.equal((await patch(`${MAPS}/a`, { metadata: { resourceVersion: '1' } })).code, 409);
  t.match((await patch(`${MAPS}/a`, { metadata: { name: 'b' } })).json, {
    code: 422,
    message: /field is immutable/,
  });
  t.match((await patch(`${MAPS}/a`, { metadata: { namespace: 'b' } })).json, { code: 400 });
  t.match((await patch(WEB, { spec: { replicas: -1 } })).json, { code: 422, reason: 'Invalid' });
  t.equal((await patch(`${WEB}?fieldValidation=Strict`, { spec: { bogus: 1 } })).code, 422);
  t.match((await patch(WEB, { spec: { bogus: 1 } })).headers['warning'], /unknown field/);
  t.equal((await patch(`${MAPS}/none`, {})).code, 404);
  t.match((await patch(`${MAPS}/a`, 'x: 1', 'apply-patch')).json, {
    code: 415,
    message: /accepted media types include: .*strategic-merge-patch/,
  });
  t.equal((await patch(`${MAPS}/a`, '{', 'merge-patch')).code, 400);
  t.strictSame(errors, []);
});

t.test('many patches at once all take place', async (t) => {
  const { ask, registry, close } = await openFixture();
  t.teardown(close);
  registry.create('configmaps', configMap('a'));
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      ask(`${MAPS}/a`, {
        method: 'PATCH',
        body: { data: { [`k${index}`]: 'x' } },
        contentType: 'application/merge-patch+json',
      }),
    ),
  );
  t.ok(answers.every(({ code }) => code === 200));
  t.equal(Object.keys(registry.get('configmaps', 'default', 'a').data ?? {}).length, 51);
});
