import t from 'tap';
import { openFixture, type Json } from './fixture.ts';

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

t.test('discovery', async (t) => {
  const { ask, close, errors } = await openFixture();
  t.teardown(close);

  t.test('plain', async (t) => {
    t.match((await ask('/api')).json, { kind: 'APIVersions', versions: ['v1'] });
    t.match((await ask('/apis')).json, {
      kind: 'APIGroupList',
      groups: [{ name: /apps|discovery/, preferredVersion: { version: 'v1' } }, { name: /apps|discovery/ }],
    });
    t.match((await ask('/apis/apps')).json, { kind: 'APIGroup', name: 'apps' });
    const core = (await ask('/api/v1')).json;
    t.match(core, { kind: 'APIResourceList', groupVersion: 'v1' });
    const byName = new Map(core.resources.map((item: { name: string }) => [item.name, item]));
    t.match(byName.get('pods'), { kind: 'Pod', namespaced: true, shortNames: ['po'], singularName: 'pod' });
    t.match(byName.get('pods/eviction'), {
      kind: 'Eviction',
      group: 'policy',
      version: 'v1',
      verbs: ['create'],
    });
    t.match(byName.get('pods/log'), { kind: 'Pod', verbs: ['get'] });
    t.strictSame(
      [...byName.keys()].filter((name) => String(name).startsWith('pods/')),
      [
        'pods/attach',
        'pods/ephemeralcontainers',
        'pods/eviction',
        'pods/exec',
        'pods/log',
        'pods/portforward',
        'pods/proxy',
        'pods/status',
      ],
    );
    for (const [name, kind] of [
      ['exec', 'PodExecOptions'],
      ['attach', 'PodAttachOptions'],
      ['portforward', 'PodPortForwardOptions'],
    ])
      t.match(byName.get(`pods/${name}`), { kind, verbs: ['create', 'get'] });
    t.notOk(byName.has('configmaps/status'));
    t.match(
      (await ask('/apis/apps/v1/')).json.resources.find((r: Json) => r.name === 'deployments/scale'),
      {
        group: 'autoscaling',
        kind: 'Scale',
      },
    );
  });

  t.test('aggregated', async (t) => {
    const { json, headers } = await ask('/apis', { accept: AGGREGATED });
    t.equal(headers['content-type'], 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    t.match(json, { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' });
    const apps = json.items.find((item: Json) => item.metadata.name === 'apps');
    const deployments = apps.versions[0].resources.find((item: Json) => item.resource === 'deployments');
    t.match(deployments, {
      scope: 'Namespaced',
      responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
      subresources: [{ subresource: 'scale', responseKind: { kind: 'Scale' } }, { subresource: 'status' }],
    });
    const beta = await ask('/api', { accept: AGGREGATED.slice(AGGREGATED.indexOf(',') + 1) });
    t.equal(beta.json.apiVersion, 'apidiscovery.k8s.io/v2beta1');
    t.equal((await ask('/apis', { accept: 'text/html' })).code, 406);
  });

  t.test('what a client has it does not get again', async (t) => {
    const { headers } = await ask('/api', { accept: AGGREGATED });
    const etag = String(headers['etag']);
    const again = await ask('/api', { accept: AGGREGATED, headers: { 'if-none-match': etag } });
    t.equal(again.code, 304);
    t.equal(again.text, '');
    t.equal(
      (await ask('/api', { headers: { 'if-none-match': etag } })).code,
      200,
      'the plain one is another',
    );
  });

  t.test('health, version and schema', async (t) => {
    for (const path of ['/healthz', '/livez', '/readyz']) t.equal((await ask(path)).text, 'ok');
    t.match((await ask('/version')).json, { gitVersion: 'v1.36.2', major: '1', minor: '36' });
    const index = (await ask('/openapi/v3')).json;
    t.match(index.paths['apis/apps/v1'].serverRelativeURL, /^\/openapi\/v3\/apis\/apps\/v1\?hash=/);
    const whole = await ask(index.paths['apis/apps/v1'].serverRelativeURL);
    t.ok(whole.json.components.schemas['io.k8s.api.apps.v1.Deployment']);
    const compressed = await ask('/openapi/v3/api/v1', { headers: { 'accept-encoding': 'gzip' } });
    t.equal(compressed.headers['content-encoding'], 'gzip');
    t.equal((await ask('/openapi/v3/apis/none/v1')).code, 404);
    t.equal(
      (await ask('/openapi/v3', { accept: 'application/com.github.proto-openapi.spec.v3.v1.0+protobuf' }))
        .code,
      406,
    );
    t.match((await ask('/openapi/v2')).json, { swagger: '2.0' });
  });
  t.strictSame(errors, []);
});
