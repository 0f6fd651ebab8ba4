import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { openApiDocument, openApiIndex } from '../../src/openapi/index.ts';
import { someKinds } from './some-kinds.ts';

const skip = missing('kubectl');

const manifest = (image: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', namespace: 'default' },
  spec: {
    template: {
      spec: {
        containers: [
          { name: 'a', image },
          { name: 'b', image },
        ],
      },
    },
  },
});

type Request = { method: string; url: string; type: string; body: string };

/** An API server with nothing but discovery, OpenAPI and one Deployment. */
function answer(request: Request): unknown {
  const { pathname } = new URL(request.url, 'http://localhost');
  const document = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/(v1)$/.exec(pathname);
  if (document !== null) return openApiDocument(document[1] ?? '', 'v1', someKinds);
  if (pathname === '/openapi/v3') return openApiIndex(someKinds);
  if (pathname === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (pathname === '/apis') {
    const version = { groupVersion: 'apps/v1', version: 'v1' };
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [{ name: 'apps', versions: [version], preferredVersion: version }],
    };
  }
  const list = /^\/(?:api|apis\/apps)\/v1$/.exec(pathname);
  if (list !== null) {
    const group = pathname === '/api/v1' ? '' : 'apps';
    const resources = someKinds
      .filter((kind) => kind.group === group)
      .map(({ resource, singular, namespaced, kind }) => ({
        name: resource,
        singularName: singular,
        namespaced,
        kind,
        verbs: ['create', 'get', 'list', 'patch'],
      }));
    return { kind: 'APIResourceList', groupVersion: pathname.slice(group === '' ? 5 : 6), resources };
  }
  if (!pathname.endsWith('/deployments/d')) return undefined;
  const annotation = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(manifest('1')) };
  return { ...manifest('1'), metadata: { name: 'd', namespace: 'default', annotations: annotation } };
}

t.test('kubectl', { skip }, async (t) => {
  const requests: Request[] = [];
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = incoming;
    const request = {
      method,
      url,
      type: headers['content-type'] ?? '',
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(request);
    const found = answer(request);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(typeof found === 'string' ? found : JSON.stringify(found ?? { kind: 'Status', code: 404 }));
  };
  const server = createServer((incoming, response) => void serve(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const folder = t.testdir();
  const { port } = server.address() as AddressInfo;
  const env = { ...process.env, HOME: folder, KUBECONFIG: join(folder, 'none') };
  const kubectl = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      execFile('kubectl', [`--server=http://127.0.0.1:${port}`, ...args], { env }, (_, stdout, stderr) => {
        resolve({ stdout, stderr });
      });
    });

  await t.test('explains fields', async (t) => {
    const { stdout, stderr } = await kubectl('explain', 'pods.spec.containers.livenessProbe');
    t.equal(stderr, '');
    t.match(stdout, /^KIND: +Pod\nVERSION: +v1\n\nFIELD: livenessProbe <Probe>/);
    t.match(stdout, /httpGet\t<HTTPGetAction>/);
    const recursive = await kubectl('explain', 'deployments.spec', '--recursive');
    t.equal(recursive.stderr, '');
    t.match(recursive.stdout, /^GROUP: +apps\nKIND: +Deployment/);
    t.match(recursive.stdout, /maxSurge\t<IntOrString>/);
    t.match(recursive.stdout, /selector\t<LabelSelector> -required-/);
  });

  await t.test('applies by what the document says of lists, and lets the server validate', async (t) => {
    const file = join(folder, 'deployment.json');
    const changed = manifest('1') as { spec: { template: { spec: { containers: object[] } } } };
    changed.spec.template.spec.containers = [{ name: 'b', image: '2' }];
    await writeFile(file, JSON.stringify(changed));
    const { stdout, stderr } = await kubectl('apply', '-f', file);
    t.equal(stderr, '');
    t.match(stdout, /^deployment.apps\/d /);
    const patch = requests.find(({ method }) => method === 'PATCH');
    t.equal(patch?.type, 'application/strategic-merge-patch+json');
    t.match(patch?.url, /fieldValidation=Strict/);
    t.match(JSON.parse(patch?.body ?? 'null'), {
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'b' }],
            containers: [
              { image: '2', name: 'b' },
              { $patch: 'delete', name: 'a' },
            ],
          },
        },
      },
    });
    t.notOk(
      requests.some(({ url }) => url.startsWith('/openapi/v2')),
      'the old form is not asked for',
    );
  });
});
