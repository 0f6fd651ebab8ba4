import type { V1Pod } from '@kubernetes/client-node';
import fc from 'fast-check';
import t from 'tap';
import type { AgentSpec } from '../../src/agent/spec.ts';
import { agentContainer, agentName, hasNetRaw, volumesOfAgents } from '../../src/run/agent-container.ts';
import { kindsToEnd } from '../../src/run/kinds-to-end.ts';
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
      { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
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

t.test('agents of resources are nobody in particular, but for files in volumes', async (t) => {
  const order = (fault: NonNullable<AgentSpec['fault']>): AgentSpec => ({
    version: 1,
    order: 'fault',
    run: RUN,
    fault,
    durationMs: 1,
  });
  const burn = agentContainer(order({ kind: 'burn', cores: 1, percent: 1 }), { name: 'n' });
  t.strictSame(burn.securityContext, {
    runAsUser: 65_532,
    runAsGroup: 65_532,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  const fill = order({ kind: 'fill-disk', volume: 'data', bytes: 1 });
  const disk = agentContainer(fill, { name: `pod-chaos-${RUN}`, volumes: ['data'] });
  t.match(disk, {
    securityContext: { runAsUser: 0, capabilities: { add: ['DAC_OVERRIDE'] } },
    volumeMounts: [{ name: 'data', mountPath: '/pod-chaos/data' }],
  });
  t.match(disk.env?.at(-1), { name: 'POD_CHAOS_VOLUMES', value: '{"data":"/pod-chaos/data"}' });
  const other = { name: 'debug', volumeMounts: [{ name: 'work', mountPath: '/pod-chaos/work' }] };
  const pod = podWith({ ephemeralContainers: [disk, other] });
  t.strictSame(volumesOfAgents(pod), ['data'], 'and whoever ends it finds it there');
  t.strictSame(kindsToEnd(pod), { kinds: ['fill-disk'] });
  const end: AgentSpec = { version: 1, order: 'end', run: RUN, ...kindsToEnd(pod) };
  const { securityContext } = agentContainer(end, { name: 'n' });
  t.strictSame(securityContext?.capabilities?.add, ['DAC_OVERRIDE'], 'with no other right');
  t.strictSame(kindsToEnd(podWith({})), {}, 'all, where nothing is known');
});
