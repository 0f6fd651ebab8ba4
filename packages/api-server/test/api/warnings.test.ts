import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { deployment, openFixture, pod, TOKEN, type AskOptions, type Fixture } from './fixture.ts';

const CORE = '/api/v1/namespaces/default';
const APPS = '/apis/apps/v1/namespaces/default';
const ENDPOINTS = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';
const STORED = /^stored, but not honoured/;

/** The texts of the warnings of an answer, but for those of the local cluster itself. */
async function warned({ ask }: Fixture, path: string, options?: AskOptions): Promise<string[]> {
  const { headers } = await ask(path, options);
  return textsOf(headers['warning']).filter((text) => !STORED.test(text));
}

function textsOf(header: string | string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .join(', ')
    .split(/, (?=299 - )/)
    .filter((text) => text !== '')
    .map((text) => text.replace(/^299 - "(.*)"$/s, '$1').replaceAll(/\\(.)/g, '$1'));
}

t.test('a new object, and a change of it', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const volumes = [{ name: 'v', glusterfs: { endpoints: 'e', path: 'p' } }];
  const gone = 'deprecated in v1.25, non-functional in v1.26+';
  const body = { ...pod('a.b'), spec: { ...pod('a').spec, volumes } };
  const [name, volume, ...others] = await warned(fixture, `${CORE}/pods`, { body });
  t.match(
    name,
    /^metadata\.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: \[a lowercase RFC 1123 label/,
  );
  t.strictSame([volume, ...others], [`spec.volumes[0].glusterfs: ${gone}`]);
  const change = {
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    body: { metadata: { labels: { a: 'b' } } },
  };
  t.strictSame(await warned(fixture, `${CORE}/pods/a.b`, change), [], 'who changes a pod is a program');

  const web = deployment('web');
  const template = { ...web.spec?.template, spec: { ...web.spec?.template.spec, volumes } };
  const first = { ...web, spec: { ...web.spec, template } };
  const said = [`spec.template.spec.volumes[0].glusterfs: ${gone}`];
  t.strictSame(await warned(fixture, `${APPS}/deployments?dryRun=All`, { body: first }), said);
  t.strictSame(await warned(fixture, `${APPS}/deployments`, { body: first }), said);
  t.strictSame(await warned(fixture, `${APPS}/deployments/web`, change), [], 'of a label nothing is said');
  const scaled = { ...change, body: { spec: { replicas: 2 } } };
  t.strictSame(await warned(fixture, `${APPS}/deployments/web`, scaled), said);
  const put = { method: 'PUT', body: { ...first, spec: { ...first.spec, replicas: 3 } } };
  t.strictSame(await warned(fixture, `${APPS}/deployments/web`, put), said);
  const status = { ...change, body: { status: { replicas: 1 } } };
  t.strictSame(await warned(fixture, `${APPS}/deployments/web/status`, status), []);
});

t.test('other kinds', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const service = (name: string, spec: object, annotations = {}): AskOptions => ({
    body: { metadata: { name, annotations }, spec: { ports: [{ port: 80 }], ...spec } },
  });
  t.strictSame(
    await warned(
      fixture,
      `${CORE}/services`,
      service('a', { externalIPs: ['1.1.1.1'], trafficDistribution: 'PreferClose' }),
    ),
    [
      'spec.externalIPs is deprecated and may no longer be implemented in some clusters',
      'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
    ],
  );
  t.strictSame(
    await warned(
      fixture,
      `${CORE}/services`,
      service(
        'b',
        { clusterIP: 'None', externalName: 'x', sessionAffinity: 'ClientIP' },
        { 'service.kubernetes.io/topology-aware-hints': 'auto' },
      ),
    ),
    [
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
      'spec.SessionAffinity is ignored for headless services',
      'spec.externalName is ignored when spec.type is not "ExternalName"',
    ],
  );
  const slice = { metadata: { name: 's' }, addressType: 'FQDN', endpoints: [{ addresses: ['a.example'] }] };
  t.strictSame(
    await warned(fixture, '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', { body: slice }),
    ['spec.addressType: FQDN endpoints are deprecated'],
  );
  const node = { metadata: { name: 'n' }, spec: { externalID: 'x', podCIDRs: ['10.0.0.1/8'] } };
  t.match(await warned(fixture, '/api/v1/nodes', { body: node }), [
    'spec.externalID: this field is deprecated, and is unused by Kubernetes',
    /^spec\.podCIDRs\[0\]: CIDR value "10\.0\.0\.1\/8" is ambiguous/,
  ]);
  const annotations = { 'kubernetes.io/enforce-mountable-secrets': 'true' };
  t.strictSame(
    await warned(fixture, `${CORE}/serviceaccounts`, { body: { metadata: { name: 'sa', annotations } } }),
    [
      'metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets',
    ],
  );
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u-1' };
  const twice = { metadata: { name: 'c', ownerReferences: [owner, { ...owner }] } };
  const { json, headers } = await fixture.ask(`${CORE}/configmaps`, { body: twice });
  t.equal(json.metadata.ownerReferences.length, 1);
  t.strictSame(textsOf(headers['warning']), [
    '.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: u-1',
  ]);
});

t.test('Endpoints, whatever is asked of them', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const path = `${CORE}/endpoints`;
  const subsets = [{ addresses: [{ ip: '::FFFF:1.2.3.4' }], ports: [{ port: 80 }] }];
  const odd =
    'subsets[0].addresses[0].ip: non-standard IP address "::FFFF:1.2.3.4" is invalid: use "1.2.3.4"';
  t.strictSame(await warned(fixture, path, { body: { metadata: { name: 'e' }, subsets } }), [ENDPOINTS, odd]);
  for (const each of [path, `${path}/e`, `${path}/none`, '/api/v1/endpoints'])
    t.strictSame(await warned(fixture, each), [ENDPOINTS], each);
  const watch = await fixture.open(`${path}?watch=true`);
  t.strictSame(textsOf(watch.headers['warning']), [ENDPOINTS]);
  watch.body.on('error', () => {}).destroy();
  t.strictSame(await warned(fixture, `${path}/e`, { method: 'DELETE' }), [ENDPOINTS]);
  t.strictSame(await warned(fixture, `${CORE}/services`), []);
});

t.test('as kubectl prints them', { skip: missing('kubectl') }, async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const body = {
    ...pod('old'),
    spec: { ...pod('old').spec, volumes: [{ name: 'v', rbd: { monitors: ['m'], image: 'i' } }] },
  };
  const folder = t.testdir({ 'ca.crt': fixture.ca, 'pod.json': JSON.stringify(body) });
  const run = async (...args: string[]): Promise<string> => {
    const flags = [
      `--server=${fixture.url}`,
      `--token=${TOKEN}`,
      `--certificate-authority=${join(folder, 'ca.crt')}`,
    ];
    const env = { ...process.env, KUBECONFIG: join(folder, 'none'), HOME: folder };
    return (await promisify(execFile)('kubectl', [...flags, ...args], { env })).stderr;
  };
  t.match(
    await run('create', '-f', join(folder, 'pod.json')),
    'Warning: spec.volumes[0].rbd: deprecated in v1.28, non-functional in v1.31+\n',
  );
  t.match(await run('get', 'endpoints'), `Warning: ${ENDPOINTS}\n`);
});
