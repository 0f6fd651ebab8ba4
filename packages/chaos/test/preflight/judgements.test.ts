import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import t from 'tap';
import { judgeRefusal } from '../../src/preflight/admission.ts';
import { checkBarePods } from '../../src/preflight/bare-pods.ts';
import { judgeBudgets } from '../../src/preflight/budgets.ts';
import { judgeLook } from '../../src/preflight/in-pod.ts';
import { checkOwnNetwork, hasOwnNetwork } from '../../src/preflight/own-network.ts';
import { judgeLevel, judgeListedAgents } from '../../src/preflight/pod-security.ts';
import { judgeEphemeralContainers, judgeServed } from '../../src/preflight/served.ts';
import { checkServiceMesh, meshOf } from '../../src/preflight/service-mesh.ts';
import { target } from './pods.ts';

t.test('Pod Security: what each level means for each right', async (t) => {
  const answers = (right: 'NET_ADMIN' | 'KILL'): string[] =>
    [undefined, 'privileged', 'baseline', 'restricted'].map((level) => judgeLevel('a', level, right).answer);
  t.same(answers('NET_ADMIN'), ['yes', 'yes', 'no', 'no']);
  t.same(answers('KILL'), ['yes', 'yes', 'yes', 'no']);
  t.match(
    judgeLevel('a', 'baseline', 'NET_ADMIN').why,
    /label it pod-security.kubernetes.io\/enforce=privileged/,
  );
});

t.test('pods that list an agent with NET_ADMIN take no other once the level falls', async (t) => {
  const securityContext = { capabilities: { add: ['NET_ADMIN'] } };
  const ephemeral = (more: object) => ({
    spec: { containers: [], ephemeralContainers: [{ name: 'pod-chaos-abcdefgh', ...more }] },
  });
  const had = target('had', ephemeral({ securityContext }));
  const clean = target('clean', ephemeral({ securityContext: { capabilities: { add: ['KILL'] } } }));
  t.same(judgeListedAgents([clean], 'baseline'), []);
  t.match(judgeListedAgents([had], 'baseline'), [
    {
      answer: 'no',
      why: /^the only pod has .* NET_ADMIN .* kubectl debug neither; a pod that is deleted is replaced/,
    },
  ]);
  t.match(judgeListedAgents([had, clean], 'restricted'), [{ answer: 'warning', why: /^1 of 2 pods has/ }]);
  for (const level of [undefined, 'privileged']) {
    t.match(judgeListedAgents([had], level), [
      { answer: 'warning', why: /should the namespace become baseline/ },
    ]);
  }
  t.match(judgeLevel('a', 'privileged', 'NET_ADMIN').why, /takes no further ephemeral container/);
  t.notMatch(judgeLevel('a', 'privileged', 'KILL').why, /ephemeral/);
});

t.test('ephemeral containers, by what the API server serves', async (t) => {
  const served = (kind?: string) => ({
    version: 'v1.20.2',
    kinds: new Map(kind === undefined ? [] : [['pods/ephemeralcontainers', kind]]),
  });
  t.match(judgeEphemeralContainers(served('Pod')), { answer: 'yes' });
  t.match(judgeEphemeralContainers(served('EphemeralContainers')), {
    answer: 'no',
    why: /alpha form.*1\.25/,
  });
  t.match(judgeEphemeralContainers(served()), {
    answer: 'no',
    why: /v1\.20\.2 serves no ephemeral containers/,
  });
  t.match(judgeEphemeralContainers('no route'), { answer: 'unknown', why: /no route/ });
  t.match(judgeServed(served(), 'exec'), { answer: 'no' });
  t.match(judgeServed({ version: undefined, kinds: new Map([['pods/exec', 'PodExecOptions']]) }, 'exec'), {
    answer: 'yes',
  });
});

t.test('why the API server refused the agent', async (t) => {
  const violates = 'pods "a" is forbidden: violates PodSecurity "baseline:latest"';
  t.match(judgeRefusal('default/a', 403, violates), { answer: 'no', why: /violates PodSecurity/ });
  t.match(judgeRefusal('default/a', 503, 'etcd'), { answer: 'unknown' });
  t.match(judgeRefusal('default/a', undefined, 'no route'), { answer: 'unknown' });
  const webhook = 'admission webhook "x" does not support dry run';
  t.match(judgeRefusal('default/a', 400, webhook), { answer: 'unknown', harmless: true });
});

t.test('pods whose network is not their own', async (t) => {
  const own = target('own', { status: { podIP: '10.1.2.3' } });
  const host = target('host', {}, { hostNetwork: true });
  const local = target('local', { status: { podIP: '127.1.2.3' } });
  t.same(checkOwnNetwork([own]), [
    { check: 'own-network', answer: 'yes', why: 'the only pod has a network of its own' },
  ]);
  t.match(checkOwnNetwork([own, own]), [{ why: 'all 2 pods have a network of their own' }]);
  t.match(checkOwnNetwork([own, host]), [{ answer: 'warning', why: /^1 of 2 pods has hostNetwork/ }]);
  t.match(checkOwnNetwork([host]), [{ answer: 'no' }]);
  t.match(checkOwnNetwork([own, local]), [{ answer: 'no', why: /--network namespace/ }]);
  t.same([own, host, local].map(hasOwnNetwork), [true, false, false]);
});

t.test('sidecars of service meshes', async (t) => {
  const container = (name: string) => ({ name, image: 'x' });
  const cases: [string | undefined, object][] = [
    ['Istio', { spec: { containers: [container('app'), container('istio-proxy')] } }],
    ['Istio', { metadata: { annotations: { 'sidecar.istio.io/status': '{}' } } }],
    ['Linkerd', { spec: { containers: [], initContainers: [container('linkerd-proxy')] } }],
    ['Envoy', { spec: { containers: [container('my-envoy')] } }],
    [undefined, { spec: { containers: [container('linkerd-dashboard'), container('envoyer')] } }],
    [undefined, {}],
  ];
  for (const [mesh, pod] of cases) t.equal(meshOf(pod), mesh);
  const [, [, istio] = ['', {}]] = cases;
  t.match(checkServiceMesh([target('a', istio), target('b')]), [
    { answer: 'warning', why: /^1 of 2 pods has a sidecar of Istio/ },
  ]);
  t.match(checkServiceMesh([target('b')]), [{ answer: 'yes' }]);
});

t.test('pods that nobody brings back', async (t) => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'a', uid: 'u', controller: true };
  const owned = target('owned', { metadata: { ownerReferences: [owner] } });
  t.match(checkBarePods([owned]), [{ answer: 'yes' }]);
  t.match(checkBarePods([owned, target('bare')]), [
    { answer: 'warning', why: /^1 of 2 pods has no controller/ },
  ]);
});

t.test('what PodDisruptionBudgets would refuse', async (t) => {
  const labelled = (name: string, app: string) => target(name, { metadata: { labels: { app } } });
  const budget = (name: string, selector: object, disruptionsAllowed: number): V1PodDisruptionBudget => ({
    metadata: { name },
    spec: { selector },
    status: { currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, disruptionsAllowed },
  });
  const judge = (
    targets: ReturnType<typeof target>[],
    budgets: V1PodDisruptionBudget[],
    version: 'v1' | 'v1beta1' = 'v1',
  ) =>
    judgeBudgets(
      targets,
      budgets.map((each) => ({ budget: each, version })),
    );
  const [a, b, c] = [labelled('a', 'web'), labelled('b', 'web'), labelled('c', 'db')];
  const web = { matchLabels: { app: 'web' } };
  t.match(judge([a, b], []), [{ answer: 'yes' }]);
  t.match(judge([c], [budget('web', web, 0)]), [{ answer: 'yes' }]);
  t.match(judge([a, b], [budget('web', web, 2)]), [{ answer: 'yes' }]);
  t.match(judge([a, b], [budget('web', web, 1)]), [
    { answer: 'warning', why: /web of default would refuse 1 of 2 pods/ },
  ]);
  t.match(judge([a, b], [budget('web', web, 0)]), [{ answer: 'no', why: /all 2 pods/ }]);
  t.match(judge([a], [budget('one', web, 5), budget('two', web, 5)]), [{ answer: 'no', why: /one and two/ }]);
  t.match(judge([a], [budget('all', {}, 0)]), [{ answer: 'no' }], 'in v1 an empty selector means all');
  t.match(judge([a], [budget('all', {}, 0)], 'v1beta1'), [{ answer: 'yes' }], 'and none before');
  const expressions = (operator: string, values?: string[]) =>
    judge([a], [budget('x', { matchExpressions: [{ key: 'app', operator, values }] }, 0)])[0]?.answer;
  t.same(
    [
      expressions('In', ['web']),
      expressions('NotIn', ['web']),
      expressions('Exists'),
      expressions('DoesNotExist'),
    ],
    ['no', 'yes', 'no', 'yes'],
  );
});

t.test('what an agent that looked has found', async (t) => {
  const report = { event: 'report', run: 'abcd1234', reason: 'deadline', endedAt: '', proof: [] } as const;
  const refused = (code: 'CHAOS_NO_NETEM' | 'CHAOS_CONFLICT') =>
    judgeLook('a', {
      is: 'reported',
      report: { ...report, outcome: 'untouched', error: { code, message: 'so it is' } },
    });
  t.match(judgeLook('a', { is: 'reported', report: { ...report, outcome: 'checked' } }), { answer: 'yes' });
  t.match(refused('CHAOS_NO_NETEM'), { answer: 'warning', why: /so it is; packets can be dropped/ });
  t.match(refused('CHAOS_CONFLICT'), { answer: 'no', why: 'a: so it is' });
  t.match(judgeLook('a', { is: 'never', why: 'ErrImagePull' }), { answer: 'no', why: /ErrImagePull/ });
  t.match(judgeLook('a', { is: 'died', how: 'SIGKILL' }), { answer: 'unknown' });
  for (const is of ['overdue', 'stopped'] as const) t.match(judgeLook('a', { is }), { answer: 'unknown' });
});
