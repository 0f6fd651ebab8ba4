import t, { type Test } from 'tap';
import type { Answer, Finding } from '../../src/preflight/check.ts';
import { joinWays } from '../../src/preflight/container-ways.ts';
import { preflight, type FaultPreflight } from '../../src/preflight/preflight.ts';
import { scriptedApi, statusBody } from '../testing/scripted-api.ts';
import { target } from './pods.ts';

const EXEC = ['get pods/exec', 'create pods/exec'];
const AGENT = ['patch pods/ephemeralcontainers'];

/** What a cluster is like; both ways are open by default. */
type Cluster = Readonly<{
  version?: string;
  serves?: readonly string[];
  allows?: readonly string[];
  level?: string;
  admits?: boolean;
}>;

/** Whether a container can be killed, on an API server that answers so. */
async function ask(t: Test, cluster: Cluster, chosen = [target('web')]): Promise<FaultPreflight> {
  const {
    version = 'v1.36.0',
    serves = ['exec', 'ephemeralcontainers'],
    allows = [...EXEC, ...AGENT],
  } = cluster;
  const { level = 'privileged', admits = true } = cluster;
  const allowed = new Set(['list pods', 'get pods', ...allows]);
  const { kube } = await scriptedApi(t, ({ method, path, body }) => {
    if (path === '/version') return { body: { gitVersion: version } };
    if (path === '/api/v1') {
      const resources = serves.map((name) => ({ name: `pods/${name}`, kind: 'Pod' }));
      return { body: { kind: 'APIResourceList', groupVersion: 'v1', resources } };
    }
    if (path.endsWith('/selfsubjectaccessreviews')) {
      const { verb, resource, subresource } = (
        body as { spec: { resourceAttributes: Record<string, string> } }
      ).spec.resourceAttributes;
      const type = subresource === undefined ? resource : `${resource}/${subresource}`;
      return { status: 201, body: { spec: {}, status: { allowed: allowed.has(`${verb} ${type}`) } } };
    }
    if (path === '/api/v1/namespaces/default') {
      return { body: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': level } } } };
    }
    if (method === 'PATCH')
      return admits ? { body: {} } : { status: 403, body: statusBody(403, 'webhook says no') };
    return undefined;
  });
  const { faults } = await preflight(kube, {
    namespaces: ['default'],
    targets: { chosen, qualifying: 1, passedOver: [], lifted: [], seed: '' },
    faults: ['container'],
  });
  const [container] = faults;
  if (container === undefined) throw new Error('expected an answer');
  return container;
}

t.test('a way has to be served and allowed, not one thing of each', async (t) => {
  const cases: [string, Cluster, 'yes' | 'no'][] = [
    ['both are open', {}, 'yes'],
    ['exec alone', { serves: ['exec'], allows: EXEC }, 'yes'],
    ['an agent alone', { serves: ['ephemeralcontainers'], allows: AGENT }, 'yes'],
    ['exec is served, an agent allowed', { serves: ['exec'], allows: AGENT }, 'no'],
    ['an agent is served, exec allowed', { serves: ['ephemeralcontainers'], allows: EXEC }, 'no'],
    ['neither is served', { serves: [] }, 'no'],
    ['neither is allowed', { allows: [] }, 'no'],
    ['Pod Security is against the agent, exec is open', { level: 'restricted' }, 'yes'],
    ['the same, and exec is not allowed', { level: 'restricted', allows: AGENT }, 'no'],
    [
      'admission is against the agent, and exec is not served',
      { admits: false, serves: ['ephemeralcontainers'] },
      'no',
    ],
    ['exec by get, before 1.35', { version: 'v1.34.2', serves: ['exec'], allows: ['get pods/exec'] }, 'yes'],
    ['exec by get, from 1.35 on', { version: 'v1.35.0', serves: ['exec'], allows: ['get pods/exec'] }, 'no'],
    ['exec by create alone', { version: 'v1.34.2', serves: ['exec'], allows: ['create pods/exec'] }, 'no'],
  ];
  for (const [name, cluster, expected] of cases) {
    const { possible, findings } = await ask(t, cluster);
    t.equal(possible, expected, name);
    t.equal(
      findings.some(({ answer }) => answer === 'no'),
      expected === 'no',
      `${name}: its findings`,
    );
    for (const check of ['exec', 'ephemeral-containers', 'pod-security', 'admission']) {
      t.equal(findings.filter((finding) => finding.check === check).length, 1, `${name}: ${check} is listed`);
    }
  }
});

t.test('where nobody is there to be hit, permissions are told all the same', async (t) => {
  const { possible, findings } = await ask(t, { allows: AGENT }, []);
  t.equal(possible, 'no');
  t.ok(findings.some(({ why }) => why.startsWith('not allowed in default for exec: get pods/exec')));
});

t.test('what speaks against the way that is out is told', async (t) => {
  const { findings } = await ask(t, { serves: ['exec'], allows: EXEC });
  t.match(findings[0], { check: 'targets', why: '1 pod to hit' });
  const warnings = findings.filter(({ answer }) => answer === 'warning').map(({ why }) => why);
  t.match(warnings, [
    /list replicasets/,
    /serves no ephemeral containers/,
    /^not allowed in default for an agent: patch pods\/ephemeralcontainers/,
  ]);
});

const finding = (answer: Answer, why = ''): Finding => ({ check: 'node', answer, why });
const answers = (ways: Parameters<typeof joinWays>[0]): (string | undefined)[] =>
  joinWays(ways).map(({ answer, harmless }) => (harmless === true ? `${answer}, harmless` : answer));

t.test('what is not known of a way', async (t) => {
  const [yes, no, unknown] = (['yes', 'no', 'unknown'] as const).map((answer) => [finding(answer, answer)]);
  if (yes === undefined || no === undefined || unknown === undefined) throw new Error('expected three');
  t.same(answers([{ exec: yes, agent: unknown }]), ['yes', 'unknown, harmless'], 'the other is enough');
  t.same(answers([{ exec: no, agent: unknown }]), ['warning', 'unknown'], 'the answer depends on it');
  t.same(answers([{ exec: no, agent: [finding('no', 'b')] }]), ['no', 'no']);
});

t.test('each namespace needs a way of its own', async (t) => {
  const served = finding('no', 'not served');
  const open = { exec: [served], agent: [finding('yes', 'a')] };
  const shut = { exec: [served], agent: [finding('no', 'b')] };
  t.same(answers([open, open]), ['warning', 'yes']);
  t.same(answers([open, shut]), ['no', 'yes', 'no']);
  t.same(answers([shut, open]), ['no', 'no', 'yes']);
});
