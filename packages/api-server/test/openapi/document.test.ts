import t from 'tap';
import { openApiDocument, openApiIndex } from '../../src/openapi/index.ts';
import { someKinds } from './some-kinds.ts';

type Schema = { [key: string]: unknown; properties: Record<string, Record<string, unknown>> };
type Operation = { [key: string]: unknown; parameters?: { name: string }[] };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

function documentOf(group: string, version = 'v1'): Document {
  return JSON.parse(openApiDocument(group, version, someKinds) ?? 'null') as Document;
}

const GROUPS = ['', 'apps', 'discovery.k8s.io', 'autoscaling', 'policy'];

t.test('the index tells where the documents are', async (t) => {
  const { paths } = openApiIndex(someKinds);
  t.same(Object.keys(paths), ['api/v1', 'apis/apps/v1', 'apis/discovery.k8s.io/v1']);
  t.match(paths['apis/apps/v1']?.serverRelativeURL, /^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{64}$/);
  t.same(openApiIndex(someKinds), openApiIndex(someKinds), 'it stays the same');
  const fewer = openApiIndex(someKinds.slice(0, -1)).paths['api/v1'];
  t.not(fewer?.serverRelativeURL, paths['api/v1']?.serverRelativeURL, 'but changes with the kinds');
  const asked = openApiIndex(someKinds, [{ group: 'policy', version: 'v1' }]);
  t.same(Object.keys(asked.paths), ['apis/policy/v1']);
});

t.test('documents are made once, and only for what there is', async (t) => {
  t.equal(openApiDocument('', 'v1', someKinds), openApiDocument('', 'v1', someKinds));
  t.equal(openApiDocument('', 'v2', someKinds), undefined);
  t.equal(openApiDocument('batch', 'v1', someKinds), undefined);
});

t.test('everything referred to is there', async (t) => {
  for (const group of GROUPS) {
    const text = openApiDocument(group, 'v1', someKinds) ?? '';
    const schemas = new Set(Object.keys(documentOf(group).components.schemas));
    t.ok(schemas.size > 0, group);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      if (!schemas.has(name)) t.fail(`${group}: ${name} is referred to but not there`);
  }
});

t.test('schemas', async (t) => {
  const { schemas } = documentOf('').components;
  const spec = schemas['io.k8s.api.core.v1.PodSpec'];
  t.same(spec?.['required'], ['containers']);
  t.same(spec?.properties['containers'], {
    type: 'array',
    items: { allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.Container' }] },
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    'x-kubernetes-patch-merge-key': 'name',
    'x-kubernetes-patch-strategy': 'merge',
  });
  t.match(spec?.properties['volumes'], { 'x-kubernetes-patch-strategy': 'merge,retainKeys' });
  t.match(spec?.properties['tolerations'], { 'x-kubernetes-list-type': 'atomic' });
  t.notOk('x-kubernetes-patch-strategy' in (spec?.properties['tolerations'] ?? {}));
  t.same(spec?.properties['activeDeadlineSeconds'], { type: 'integer', format: 'int64' });
  t.same(schemas['io.k8s.api.core.v1.Pod']?.['x-kubernetes-group-version-kind'], [
    { group: '', version: 'v1', kind: 'Pod' },
  ]);
  t.match(schemas['io.k8s.api.core.v1.Container']?.properties['ports'], {
    'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
    'x-kubernetes-patch-merge-key': 'containerPort',
  });
  t.match(schemas['io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta']?.properties['finalizers'], {
    'x-kubernetes-list-type': 'set',
    'x-kubernetes-patch-strategy': 'merge',
  });
  const strategy =
    documentOf('apps').components.schemas['io.k8s.api.apps.v1.DeploymentSpec']?.properties['strategy'];
  t.match(strategy, { 'x-kubernetes-patch-strategy': 'retainKeys' });
});

t.test('paths', async (t) => {
  const { paths } = documentOf('');
  const pods = '/api/v1/namespaces/{namespace}/pods';
  t.same(Object.keys(paths[pods] ?? {}), ['get', 'post', 'delete', 'parameters']);
  t.same(Object.keys(paths['/api/v1/pods'] ?? {}), ['get']);
  t.same(
    Object.keys(paths['/api/v1/namespaces'] ?? {}),
    ['get', 'post'],
    'a verb that is missing is not there',
  );
  const patch = paths[`${pods}/{name}`]?.['patch'];
  t.same(
    patch?.parameters?.map(({ name }) => name),
    ['dryRun', 'fieldManager', 'fieldValidation'],
  );
  t.match(patch, {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'Pod' },
    requestBody: { content: { 'application/strategic-merge-patch+json': {} } },
  });
  for (const name of ['status', 'log', 'eviction', 'ephemeralcontainers', 'proxy'])
    t.ok(paths[`${pods}/{name}/${name}`], name);
  t.match(paths[`${pods}/{name}/eviction`]?.['post'], {
    'x-kubernetes-group-version-kind': { group: 'policy', version: 'v1', kind: 'Eviction' },
  });
  t.match(
    documentOf('apps').paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale']?.['get'],
    {
      'x-kubernetes-group-version-kind': { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    },
  );
});
