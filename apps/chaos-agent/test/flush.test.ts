/** The life of a flush, by the real program in network namespaces: whatever ends it, the node has its rules again. */
import t from 'tap';
import type { AgentSpec } from '@pod-contagion/chaos/agent';
import { chainsOf } from '../../../packages/chaos/test/faults/flush/testing/compare.ts';
import {
  NO_NODE,
  NodeInNamespace,
} from '../../../packages/chaos/test/faults/flush/testing/node-in-namespace.ts';
import { END_ALL, RUN, startAgent, type Agent } from './testing/agent.ts';

const options = { skip: NO_NODE };

const FLUSH: AgentSpec = {
  version: 1,
  order: 'fault',
  run: RUN,
  durationMs: 60_000,
  fault: { kind: 'flush', tables: ['filter', 'nat'], families: ['ipv4'], deleteChains: true },
};

type Test = Parameters<typeof startAgent>[0];

/** Starts the two agents of a flush, each where its pod would be. */
function startFlush(t: Test, node: NodeInNamespace, spec: AgentSpec = FLUSH): Agent {
  const other = NodeInNamespace.make(t, { rules: false, folder: node.folder });
  const rehearsal: AgentSpec = {
    version: 1,
    order: 'check',
    run: spec.run,
    fault: { kind: 'rehearsal', of: spec.run },
  };
  startAgent(t, rehearsal, place(other));
  return startAgent(t, spec, place(node));
}

function place(node: NodeInNamespace): { enter: string[]; env: Record<string, string> } {
  return { enter: ['ip', 'netns', 'exec', node.name], env: { POD_CHAOS_NODE_FOLDER: node.folder } };
}

async function restored(t: Test, node: NodeInNamespace, before: string): Promise<void> {
  t.same(chainsOf(node.rules()), chainsOf(before));
  t.same((await node.context().node?.list()) ?? [], []);
}

t.test('until its deadline', options, async (t) => {
  const node = NodeInNamespace.make(t);
  const before = node.rules();
  const agent = startFlush(t, node, { ...FLUSH, durationMs: 1_500 });
  t.match(await agent.line('applied'), {
    steps: [
      `snapshot ${RUN}.snapshot on the node`,
      'iptables -t filter -F and -X',
      'iptables -t nat -F and -X',
    ],
  });
  const { code, message, stderr } = await agent.ended;
  t.equal(stderr, '');
  t.equal(code, 0);
  t.match(message, {
    outcome: 'mended',
    reason: 'deadline',
    effect: {
      unit: 'chains and rules',
      flush: { returned: [], restored: { chains: Number, rules: Number } },
    },
  });
  t.equal(message?.proof.length, 3);
  t.ok(message?.proof.every(({ gone }) => gone));
  await restored(t, node, before);
});

t.test('until SIGTERM, which is how a pod that is deleted is told', options, async (t) => {
  const node = NodeInNamespace.make(t);
  const before = node.rules();
  const agent = startFlush(t, node);
  await agent.line('applied');
  t.notMatch(node.rules(), /^-A/m);
  agent.child.kill('SIGTERM');
  const { code, message } = await agent.ended;
  t.equal(code, 0);
  t.match(message, { outcome: 'mended', reason: 'signal' });
  await restored(t, node, before);
});

t.test('told when something comes back', options, async (t) => {
  const node = NodeInNamespace.make(t);
  const agent = startFlush(t, node);
  await agent.line('applied');
  node.inside('iptables', ['-t', 'nat', '-N', 'KUBE-SERVICES']);
  node.inside('iptables', ['-t', 'nat', '-N', 'KUBE-KUBELET-CANARY']);
  for (const whose of ['kube-proxy', 'kubelet']) {
    const line = await agent.line(
      'returned',
      (each) => each.event === 'returned' && each.returned.by === whose,
    );
    t.match(line, { returned: { table: 'nat', where: 'IPv4' } });
  }
  agent.child.kill('SIGTERM');
  const { message } = await agent.ended;
  const by = message?.effect?.flush?.returned.map((each) => `${each.by} ${each.chains} ${each.isAll}`);
  t.same(by?.toSorted(), ['kube-proxy 1 false', 'kubelet 1 true']);
});

t.test('after it was killed, by another agent; until then no further flush', options, async (t) => {
  const node = NodeInNamespace.make(t);
  const before = node.rules();
  const killed = startFlush(t, node);
  await killed.line('applied');
  killed.child.kill('SIGKILL');
  t.match(await killed.ended, { signal: 'SIGKILL', message: undefined });
  t.notMatch(node.rules(), /^-A/m);
  const further = await startAgent(t, { ...FLUSH, run: 'zzzz9999' }, place(node)).ended;
  t.match(further.message, {
    outcome: 'untouched',
    error: { code: 'CHAOS_CONFLICT', message: /abcd1234\.snapshot.*cleanup/ },
  });
  const end = await startAgent(t, END_ALL, place(node)).ended;
  t.equal(end.code, 0);
  t.match(end.message, { outcome: 'mended' });
  await restored(t, node, before);
  const again = await startAgent(t, END_ALL, place(node)).ended;
  t.match(again.message, { outcome: 'untouched', proof: [] });
});

t.test('until another agent asks for it, from another pod of the node', options, async (t) => {
  const node = NodeInNamespace.make(t);
  const before = node.rules();
  const agent = startFlush(t, node);
  await agent.line('applied');
  const end = await startAgent(t, { ...END_ALL, target: RUN }, place(node)).ended;
  t.match(end.message, { outcome: 'mended' });
  t.match((await agent.ended).message, { outcome: 'mended', reason: 'asked' });
  await restored(t, node, before);
});
