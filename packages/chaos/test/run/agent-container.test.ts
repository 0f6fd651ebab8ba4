import type { V1Pod } from '@kubernetes/client-node';
import fc from 'fast-check';
import t from 'tap';
import type { AgentSpec } from '../../src/agent/spec.ts';
import { agentContainer, agentName, hasNetRaw } from '../../src/run/agent-container.ts';
import { agentsOf } from '../../src/run/pod-agents.ts';
import { ANY_FAULT } from '../testing/scripted-images.ts';

const RUN = 'abcdefgh';

function podWith(spec: Partial<NonNullable<V1Pod['spec']>>): V1Pod {
  return { metadata: { name: 'p', namespace: 'n' }, spec: { containers: [], ...spec } };
}

t.test('names are unique among all containers of the pod, whatever they are', (t) => {
  const name = fc.constantFrom(`pod-chaos-${RUN}`, `pod-chaos-${RUN}-2`, `pod-chaos-${RUN}-3`, 'main');
  const names = fc.uniqueArray(name);
  fc.assert(
    fc.property(names, names, names, (a, b, c) => {
      const containers = (all: string[]): { name: string }[] => all.map((each) => ({ name: each }));
      const pod = podWith({
        containers: containers(a),
        initContainers: containers(b),
        ephemeralContainers: containers(c),
      });
      const made = agentName(pod, RUN);
      return ![...a, ...b, ...c].some((each) => each === made) && /^pod-chaos-abcdefgh(-\d+)?$/.test(made);
    }),
  );
  t.equal(agentName(podWith({}), RUN), `pod-chaos-${RUN}`);
  t.end();
});

t.test('the order in a container is read back as it was written', (t) => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[$()A-Z.]{0,12}$/)), (hosts) => {
      const fault = { ...ANY_FAULT, scope: { ...ANY_FAULT.scope, hosts } };
      const spec: AgentSpec = { version: 1, order: 'fault', run: RUN, fault, durationMs: 1 };
      const container = agentContainer(spec, { name: `pod-chaos-${RUN}`, image: 'i' });
      const value = container.env?.[0]?.value ?? '';
      t.notOk(value.includes('$'), 'nothing that Kubernetes would take for a reference to a variable');
      const [agent] = agentsOf(podWith({ ephemeralContainers: [container] }));
      t.strictSame(agent?.spec, spec);
    }),
    { numRuns: 50 },
  );
  t.end();
});

t.test('it has the addresses of pod and node, and the smallest rights', (t) => {
  const spec: AgentSpec = { version: 1, order: 'end', run: RUN };
  t.strictSame(agentContainer(spec, { name: 'n' }), {
    name: 'n',
    image: 'pod-contagion:chaos',
    imagePullPolicy: 'IfNotPresent',
    command: ['chaos-agent'],
    env: [
      { name: 'POD_CHAOS_SPEC', value: JSON.stringify(spec) },
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
    ],
    securityContext: {
      runAsUser: 0,
      runAsGroup: 0,
      runAsNonRoot: false,
      capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] },
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    terminationMessagePolicy: 'File',
  });
  t.end();
});

t.test('containers of others are not taken for ours', (t) => {
  const name = `pod-chaos-${RUN}`;
  const orders = [
    '{',
    'null',
    '{"version":1,"order":"end","run":"../../x"}',
    '{"version":1,"run":"abcdefgh"}',
  ];
  const others = [
    {
      name: 'debug',
      env: [{ name: 'POD_CHAOS_SPEC', value: '{"version":1,"order":"end","run":"abcdefgh"}' }],
    },
    { name },
    ...orders.map((value) => ({ name, env: [{ name: 'POD_CHAOS_SPEC', value }] })),
  ];
  t.same(agentsOf(podWith({ ephemeralContainers: others })), []);
  t.end();
});

t.test('NET_RAW where it is asked for, and then for every later agent of the pod', async (t) => {
  const spec: AgentSpec = { version: 1, order: 'end', run: RUN };
  const raw = agentContainer(spec, { name: `pod-chaos-${RUN}`, netRaw: true });
  t.strictSame(raw.securityContext?.capabilities, { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] });
  t.ok(hasNetRaw(podWith({ ephemeralContainers: [raw] })));
  t.notOk(hasNetRaw(podWith({ ephemeralContainers: [agentContainer(spec, { name: `pod-chaos-${RUN}` })] })));
  t.notOk(
    hasNetRaw(podWith({ ephemeralContainers: [Object.assign(structuredClone(raw), { name: 'debugger' })] })),
    'not of ours',
  );
  const kill: AgentSpec = {
    version: 1,
    order: 'fault',
    run: RUN,
    fault: { kind: 'signal', signal: 'SIGTERM' },
  };
  t.strictSame(agentContainer(kill, { name: 'n', netRaw: true }).securityContext?.capabilities?.add, [
    'KILL',
  ]);
});
