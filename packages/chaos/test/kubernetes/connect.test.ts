/** What the toolkit asks, and whom: by the rules of packages/cluster-client, whatever the Kubernetes client would do. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { execIn } from '../../src/kill/exec.ts';
import { connect } from '../../src/kubernetes/connect.ts';
import { listPods, readPod } from '../../src/kubernetes/pods.ts';
import { never } from '../testing/cluster.ts';
import { scriptedExec } from '../testing/scripted-exec.ts';

type Heard = { path: string; headers: IncomingHttpHeaders };

/** A server that answers everything with this status and body. */
async function answering(t: Test, status: number, body: string) {
  const heard: Heard[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    heard.push({ path: url, headers });
    response
      .writeHead(status, {
        'set-cookie': 'secret=1',
        'content-type': status === 200 ? 'application/json' : 'text/plain',
      })
      .end(body);
  });
  server.on('upgrade', ({ url = '', headers }) => heard.push({ path: url, headers }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const kubeconfigOf = (url: string, user: string): string => `
current-context: it
contexts: [{name: it, context: {cluster: it, user: it, namespace: lab}}]
clusters: [{name: it, cluster: {server: '${url}'}}]
users: [{name: it, user: {${user}}}]
`;

t.test('HTTP, and everybody whom the user acts as, also for exec', async (t) => {
  const { server, heard, url } = await answering(t, 200, '{"kind": "List", "items": []}');
  scriptedExec(t, server, () => ({ exitCode: 0 }));
  const user = 'as: joe, as-uid: "7", as-groups: [one, two]';
  const kubeconfig = join(t.testdir({ it: kubeconfigOf(`${url}/prefix`, user) }), 'it');
  const kube = await connect({ kubeconfig });
  t.match(kube, { server: `${url}/prefix`, namespace: 'lab', access: { context: 'it' } });
  t.same(await listPods(kube, 'lab'), []);
  const request = { namespace: 'lab', name: 'one', container: 'main', command: ['true'], limitMs: 30_000 };
  t.match(await execIn(kube, request, never), { exitCode: 0 });
  t.match(heard.at(0)?.path, /^\/prefix\/api\/v1\/namespaces\/lab\/pods\?/);
  t.match(heard.at(1)?.path, /^\/prefix\/api\/v1\/namespaces\/lab\/pods\/one\/exec\?/);
  for (const { headers } of heard) {
    t.match(headers, { 'impersonate-user': 'joe', 'impersonate-uid': '7', 'impersonate-group': 'one, two' });
  }
});

t.test('a refusal is told without headers', async (t) => {
  const cases: [status: number, body: string, message: string][] = [
    [401, '', "can't get pod lab/one: the API server answered with status 401"],
    [401, '{"kind": "Status"}', "can't get pod lab/one: the API server answered with status 401"],
    [403, 'no\n  way', "can't get pod lab/one: no way"],
  ];
  for (const [status, body, message] of cases) {
    const { url } = await answering(t, status, body);
    const kube = await connect({ kubeconfig: join(t.testdir({ it: kubeconfigOf(url, '') }), 'it') });
    await t.rejects(readPod(kube, { namespace: 'lab', name: 'one' }), { code: 'CHAOS_FORBIDDEN', message });
  }
});

t.test('what is wrong with a kubeconfig is an error of the toolkit', async (t) => {
  const plugin = 'exec: {apiVersion: client.authentication.k8s.io/v1, command: none, interactiveMode: Never}';
  const root = t.testdir({ it: kubeconfigOf('https://127.0.0.1:1', plugin) });
  await t.rejects(connect({ kubeconfig: join(root, 'none') }), {
    code: 'CHAOS_KUBECONFIG',
    exitCode: 2,
    message: /none: expected a kubeconfig, got nothing there$/,
  });
  await t.rejects(connect({ kubeconfig: join(root, 'it'), context: 'other' }), {
    message: /it: expected one of its contexts \(it\), got other$/,
  });
  await t.rejects(connect({ kubeconfig: join(root, 'it') }), {
    code: 'CHAOS_KUBECONFIG',
    message: /user it: plug-in none: expected a program of that name, got none$/,
  });
});
