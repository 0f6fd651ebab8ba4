import t from 'tap';
import { configMap, deployment, openFixture, pod } from '../fixture.ts';

const PODS = '/api/v1/namespaces/default/pods';
const WEB = '/apis/apps/v1/namespaces/default/deployments/web';
const MERGE = 'application/merge-patch+json';

t.test('status', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  registry.create('deployments', deployment('web', 3));
  const body = { status: { replicas: 2 }, spec: { replicas: 9 } };
  const patched = await ask(`${WEB}/status`, { method: 'PATCH', body, contentType: MERGE });
  t.match(patched.json, { spec: { replicas: 3 }, status: { replicas: 2 } }, 'nothing but status is written');
  const read = (await ask(`${WEB}/status`)).json;
  t.equal(read.status.replicas, 2);
  const replaced = await ask(`${WEB}/status`, { method: 'PUT', body: { ...read, status: { replicas: 1 } } });
  t.match(replaced.json, { status: { replicas: 1 } });
  const late = await ask(`${WEB}/status`, { method: 'PUT', body: read });
  t.equal(late.code, 409);
  const whole = await ask(WEB, { method: 'PATCH', body: { status: { replicas: 7 } }, contentType: MERGE });
  t.equal(whole.json.status.replicas, 1, 'and an update of the object writes no status');
  t.equal((await ask(`${WEB}/status`, { method: 'DELETE' })).code, 405);
  registry.create('configmaps', configMap('a'));
  t.equal((await ask('/api/v1/namespaces/default/configmaps/a/status')).code, 404);
  t.equal((await ask('/api/v1/namespaces/default/status')).json.kind, 'Namespace');
  t.strictSame(errors, []);
});

t.test('scale', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  const { uid } = registry.create('deployments', deployment('web', 3)).metadata;
  const scale = (await ask(`${WEB}/scale`)).json;
  t.match(scale, {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name: 'web', namespace: 'default', uid },
    spec: { replicas: 3 },
    status: { replicas: 0, selector: 'app=web' },
  });
  const put = (body: unknown): ReturnType<typeof ask> => ask(`${WEB}/scale`, { method: 'PUT', body });
  t.match((await put({ ...scale, spec: { replicas: 5 } })).json, { kind: 'Scale', spec: { replicas: 5 } });
  t.match(registry.get('deployments', 'default', 'web'), {
    spec: { replicas: 5 },
    metadata: { generation: 2 },
  });
  t.match((await put({ ...scale, spec: { replicas: 6 } })).json, { code: 409, reason: 'Conflict' });
  t.match((await put({ metadata: { name: 'web' }, spec: { replicas: -1 } })).json, {
    code: 422,
    message:
      'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  });
  t.equal((await put({ metadata: { name: 'web', uid: 'other' }, spec: { replicas: 1 } })).code, 409);
  t.equal((await put({ metadata: { name: 'other' }, spec: { replicas: 1 } })).code, 400);
  t.equal((await put(deployment('web'))).code, 400);
  const patch = await ask(`${WEB}/scale?dryRun=All`, {
    method: 'PATCH',
    body: { spec: { replicas: 8 } },
    contentType: MERGE,
  });
  t.match(patch.json, { spec: { replicas: 8 } });
  t.equal(registry.get('deployments', 'default', 'web').spec?.replicas, 5);
  const real = await ask(`${WEB}/scale`, {
    method: 'PATCH',
    body: { spec: { replicas: 0 } },
    contentType: MERGE,
  });
  t.equal(real.json.spec.replicas, 0);
  t.equal(registry.get('deployments', 'default', 'web').spec?.replicas, 0);
  t.equal((await ask('/apis/apps/v1/namespaces/default/deployments/none/scale')).code, 404);
  t.equal((await ask(`${PODS}/p/scale`)).code, 404);
  t.strictSame(errors, []);
});

t.test('eviction', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  registry.create('pods', pod('p'));
  registry.bind('default', 'p', 'node');
  const evict = (body: object, query = ''): ReturnType<typeof ask> =>
    ask(`${PODS}/p/eviction${query}`, { body });
  const eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: 'p', namespace: 'default' },
  };
  t.equal((await evict(eviction, '?dryRun=All')).code, 201);
  t.equal(registry.get('pods', 'default', 'p').metadata.deletionTimestamp, undefined);
  t.match((await evict({ ...eviction, metadata: { name: 'q' } })).json, {
    code: 400,
    message: 'name in URL does not match name in Eviction object',
  });
  const wrong = { ...eviction, deleteOptions: { preconditions: { uid: 'other' } } };
  t.equal((await evict(wrong)).code, 409);
  const done = await evict({ ...eviction, deleteOptions: { gracePeriodSeconds: 5 } });
  t.equal(done.code, 201);
  t.strictSame(done.json, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
  t.equal(registry.get('pods', 'default', 'p').metadata.deletionGracePeriodSeconds, 5);
  t.equal((await ask(`${PODS}/none/eviction`, { body: { metadata: { name: 'none' } } })).code, 404);
  t.strictSame(errors, []);
});

t.test('ephemeral containers', async (t) => {
  const { ask, registry, close, errors } = await openFixture();
  t.teardown(close);
  registry.create('pods', pod('p'));
  registry.bind('default', 'p', 'node');
  const add = (name: string, more: object = {}): ReturnType<typeof ask> =>
    ask(`${PODS}/p/ephemeralcontainers`, {
      method: 'PATCH',
      contentType: 'application/strategic-merge-patch+json',
      body: { spec: { ephemeralContainers: [{ name, image: 'agent', ...more }] } },
    });
  t.match((await add('chaos-1')).json, { kind: 'Pod', spec: { ephemeralContainers: [{ name: 'chaos-1' }] } });
  t.match((await add('chaos-2', { targetContainerName: 'main' })).json.spec.ephemeralContainers.length, 2);
  t.match((await add('main')).json, { code: 422, reason: 'Invalid' }, 'a name that is taken');
  t.equal((await add('chaos-1', { image: 'other' })).code, 422, 'none is changed');
  t.equal((await add('chaos-3', { ports: [{ containerPort: 1 }] })).code, 422);
  const present = (await ask(`${PODS}/p/ephemeralcontainers`)).json;
  const without = { ...present, spec: { ...present.spec, ephemeralContainers: [] } };
  t.equal(
    (await ask(`${PODS}/p/ephemeralcontainers`, { method: 'PUT', body: without })).code,
    422,
    'none is removed',
  );
  const more = [...present.spec.ephemeralContainers, { name: 'chaos-4', image: 'agent' }];
  const put = await ask(`${PODS}/p/ephemeralcontainers`, {
    method: 'PUT',
    body: { ...present, spec: { ...present.spec, ephemeralContainers: more } },
  });
  t.equal(put.code, 200);
  t.equal(registry.get('pods', 'default', 'p').spec?.ephemeralContainers?.length, 3);
  const direct = { spec: { ephemeralContainers: [{ name: 'x', image: 'x' }] } };
  t.equal(
    (
      await ask(`${PODS}/p`, {
        method: 'PATCH',
        body: direct,
        contentType: 'application/strategic-merge-patch+json',
      })
    ).code,
    422,
    'only by the subresource',
  );
  t.strictSame(errors, []);
});
