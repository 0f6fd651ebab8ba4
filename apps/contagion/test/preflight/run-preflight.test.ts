import t from 'tap';
import { loadManifests, repositoryManifests, type KubeObject } from '@pod-contagion/manifests';
import { startCluster } from '@pod-contagion/local-cluster';
import { readAccess } from '../../src/kubernetes/access.ts';
import { createContagionClient } from '../../src/kubernetes/client.ts';
import { runPreflight } from '../../src/preflight/run-preflight.ts';
import { openSmallApi, sendJson, sendStatus } from '../kubernetes/small-api.ts';

const selfEnding = await loadManifests(`${repositoryManifests()}/overlays/self-ending`);

/** What a local cluster of a version finds of objects; and what is there afterwards. */
async function onLocalCluster(kubeletVersion: '1.36' | '1.20', objects: readonly KubeObject[]) {
  const cluster = await startCluster({ kubeletVersion, stateFolder: t.testdir() });
  try {
    const client = createContagionClient(await readAccess({ kubeconfig: cluster.kubeconfig }, {}));
    const findings = await runPreflight(client, objects, 'default');
    const { items } = await client.json<{ items: object[] }>({ path: '/apis/apps/v1/deployments' });
    await client.close();
    return { findings, created: items.length };
  } finally {
    await cluster.close();
  }
}

t.test('a cluster that knows the rules, and nothing is changed', async (t) => {
  const { findings, created } = await onLocalCluster('1.36', selfEnding);
  t.same(
    findings.map(({ result, what }) => [result, what.replace(/^node .*/, 'node')]),
    [
      ['yes', 'Service podder'],
      ['yes', 'Deployment generic'],
      ['yes', 'Pod starter'],
      ['yes', 'node'],
      ['yes', 'node'],
    ],
  );
  t.equal(created, 0);
});

t.test('a kubelet that is too old', async (t) => {
  const { findings } = await onLocalCluster('1.20', selfEnding);
  t.match(
    findings.find(({ result }) => result === 'no'),
    {
      what: /^node /,
      message:
        'restartPolicyRules with RestartAllContainers takes a kubelet of 1.36 or later, got v1.20.2: whoever ends waits in CrashLoopBackOff as ever',
    },
  );
  t.equal(findings.filter(({ result }) => result === 'no').length, 1);
});

t.test('kinds that have nothing to do with kubelets', async (t) => {
  const role: KubeObject = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'x' },
  };
  const none = { apiVersion: 'v1', kind: 'NodeList', items: [] };
  const api = await openSmallApi((_request, response) => sendJson(response, none));
  t.teardown(() => api.close());
  t.same(await runPreflight(api.client, [role], 'lab'), [
    { result: 'unknown', what: 'Role x', message: 'this kind is not looked at' },
  ]);
});

t.test('a server that drops fields, one that refuses, and nodes that nobody shows', async (t) => {
  const answers: Record<string, object | number> = { services: 403, pods: 422 };
  const api = await openSmallApi(({ path, query, body }, response) => {
    if (path === '/api/v1/nodes') return sendStatus(response, 403, 'nodes is forbidden');
    t.equal(query.get('dryRun'), 'All');
    const object = JSON.parse(body) as {
      metadata: object;
      spec: { template: { spec: { containers: object[] } } };
    };
    t.match(object.metadata, { generateName: 'preflight-', name: undefined });
    const answer = answers[path.split('/').at(-1) ?? ''];
    if (typeof answer === 'number') return sendStatus(response, answer, 'no, thanks');
    for (const container of object.spec.template.spec.containers)
      Reflect.deleteProperty(container, 'restartPolicyRules');
    sendJson(response, object);
  });
  t.teardown(() => api.close());
  t.same(await runPreflight(api.client, selfEnding, 'lab'), [
    { result: 'unknown', what: 'Service podder', message: 'no, thanks' },
    {
      result: 'no',
      what: 'Deployment generic',
      message: 'the API server drops spec.template.spec.containers[0].restartPolicyRules',
    },
    { result: 'no', what: 'Pod starter', message: 'refused: no, thanks' },
    {
      result: 'unknown',
      what: 'nodes',
      message:
        'restartPolicyRules with RestartAllContainers takes kubelets of 1.36 or later; nodes is forbidden',
    },
    {
      result: 'unknown',
      what: 'nodes',
      message: 'startupProbe takes kubelets of 1.18 or later; nodes is forbidden',
    },
  ]);
});
