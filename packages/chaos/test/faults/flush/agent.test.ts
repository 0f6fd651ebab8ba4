/** Flushes of nodes that are played by network namespaces, with the rules of a real kube-proxy. */
import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import type { FaultPlan } from '../../../src/faults/fault-agent.ts';
import { flushAgent, rehearsalAgent } from '../../../src/faults/flush/agent.ts';
import type { FlushFaultSpec } from '../../../src/faults/flush/spec.ts';
import { setUp, undo } from '../network/testing/fault.ts';
import { chainsOf, linesOf } from './testing/compare.ts';
import { NO_LEGACY, NO_NODE, NodeInNamespace, type Half } from './testing/node-in-namespace.ts';
import { startStandInProxy } from './testing/stand-in-proxy.ts';

const RUN = 'ab12cd34';

function flush(more: Partial<FlushFaultSpec> = {}): FlushFaultSpec {
  return { kind: 'flush', tables: ['nat'], families: ['ipv4'], deleteChains: false, ...more };
}

/** Plans as the two pods do, one beside the other. */
async function plan(
  node: NodeInNamespace,
  other: NodeInNamespace,
  fault: FlushFaultSpec,
): Promise<FaultPlan> {
  const [planned] = await Promise.all([
    flushAgent.plan(fault, node.context()),
    rehearsalAgent.plan({ kind: 'rehearsal', of: RUN }, other.context()),
  ]);
  return planned;
}

/** A node, and the namespace of another pod on it, which has the same folder. */
function makeNode(
  t: Parameters<typeof NodeInNamespace.make>[0],
  half: Half = 'nf_tables',
): [NodeInNamespace, NodeInNamespace] {
  const node = NodeInNamespace.make(t, { half });
  return [node, NodeInNamespace.make(t, { half, rules: false, folder: node.folder })];
}

for (const half of ['nf_tables', 'legacy'] as const) {
  const skip = half === 'legacy' ? NO_LEGACY : NO_NODE;
  for (const deleteChains of [false, true]) {
    const what = `-F${deleteChains ? ' and -X' : ''} of all tables, both families, ${half}`;
    t.test(`${what}: equal after it was restored`, { skip }, async (t) => {
      const [node, other] = makeNode(t, half);
      const before = [node.rules(), node.rules('ipv6')];
      const fault = flush({ tables: ['filter', 'nat', 'mangle'], families: ['ipv4', 'ipv6'], deleteChains });
      const planned = await plan(node, other, fault);
      t.same([node.rules(), node.rules('ipv6')], before, 'planning touches nothing');
      t.notMatch(other.rules() + other.rules('ipv6'), /^-A|KUBE-/m, 'nothing of the rehearsal is left');
      await setUp(planned);
      t.notMatch(node.rules(), /^-A/m);
      t[deleteChains ? 'notMatch' : 'match'](node.rules(), /^:KUBE-/m);
      t.same(
        (await flushAgent.leftovers(node.context())).map(({ run }) => run),
        planned.steps.map(() => RUN),
      );
      t.same(await undo(planned.steps), []);
      t.same([node.rules(), node.rules('ipv6')].map(chainsOf), before.map(chainsOf));
      t.match(await planned.effect(), { unit: 'chains and rules', flush: { returned: [] } });
      t.same(await flushAgent.leftovers(node.context()), []);
    });
  }
}

t.test('what kube-proxy brings back is left to it, and told', { skip: NO_NODE }, async (t) => {
  const [node, other] = makeNode(t);
  const before = node.rules();
  const fault = flush({ tables: ['filter', 'nat', 'mangle'], deleteChains: true });
  const planned = await plan(node, other, fault);
  await setUp(planned);
  const first = await planned.watch?.look();
  t.same(first, [], 'nothing yet');
  const proxy = startStandInProxy(node, 50);
  t.teardown(() => proxy.end());
  await until('a sync', () => proxy.syncs() > 0);
  const returned = (await planned.watch?.look()) ?? [];
  t.same(new Set(returned.map(({ by }) => by)), new Set(['kube-proxy']));
  t.ok(returned.every(({ isAll, afterMs }) => isAll && afterMs > 0));
  t.same(returned.map(({ table }) => table).toSorted(), ['filter', 'mangle', 'nat']);
  t.same(await undo(planned.steps), []);
  const { flush: study } = await planned.effect();
  t.match(study?.restored, { chains: 5, rules: 3 }, "only the kubelet's chains and rules");
  t.equal(proxy.syncs(), 1, 'and what was put back made it do nothing');
  // kube-proxy puts its jumps first, wherever they were.
  t.same(linesOf(node.rules()), linesOf(before));
});

t.test(
  'rules that others have put there meanwhile stay, and a new Service too',
  { skip: NO_NODE },
  async (t) => {
    const [node, other] = makeNode(t);
    const planned = await plan(node, other, flush());
    await setUp(planned);
    node.inside('iptables', ['-t', 'nat', '-A', 'PREROUTING', '-p', 'udp', '-j', 'ACCEPT']);
    node.inside('iptables', ['-t', 'nat', '-N', 'MINE']);
    // As a partial sync does, for a Service with one pod only.
    const service = 'KUBE-SVC-DY5FFTGGFFI5J37W';
    node.inside('iptables', ['-t', 'nat', '-A', service, '-j', 'KUBE-SEP-HBXTOBM6724YOIYQ']);
    t.same(await undo(planned.steps), []);
    const nat = node.inside('iptables', ['-t', 'nat', '-S']);
    t.match(nat, /^-A PREROUTING -p udp -j ACCEPT$/m);
    t.match(nat, /^-N MINE$/m);
    t.match(nat, /^-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES$/m);
    t.equal(nat.split('\n').filter((line) => line.startsWith(`-A ${service} `)).length, 1);
    // Of the two pods that are gone from it nothing leads to their chains: they stay empty.
    const emptied = nat.split('\n').filter((line) => line.startsWith('-A KUBE-SEP-'));
    t.equal(new Set(emptied.map((line) => line.split(' ')[1])).size, 2, 'its one pod, and the API server');
  },
);

t.test('refuses what means nothing here, and what cannot be restored', { skip: NO_NODE }, async (t) => {
  const [node, other] = makeNode(t);
  const before = node.rules();
  const rejects = (promise: Promise<unknown>, code: string, message: RegExp): Promise<unknown> =>
    t.rejects(promise, { code, message });
  await rejects(
    flushAgent.plan(flush(), node.context({}, 'ipvs')),
    'CHAOS_NO_KUBE_PROXY',
    /IPVS mode .*masquerading alone; nothing was touched$/,
  );
  await rejects(
    flushAgent.plan(flush(), node.context({}, 'nftables')),
    'CHAOS_NO_KUBE_PROXY',
    /nftables mode/,
  );
  await rejects(
    flushAgent.plan(flush(), other.context()),
    'CHAOS_NO_KUBE_PROXY',
    /expected rules of kube-proxy in iptables/,
  );
  await rejects(
    flushAgent.plan(flush({ tables: ['mangle'] }), node.context()),
    'CHAOS_SET_UP',
    /got nothing$/,
  );
  node.inside('iptables', ['-P', 'INPUT', 'DROP']);
  await rejects(
    flushAgent.plan(flush({ tables: ['filter'] }), node.context()),
    'CHAOS_REFUSED',
    /INPUT of filter \(IPv4\) drops.*--allow-drop-policy/,
  );
  node.inside('iptables', ['-P', 'INPUT', 'ACCEPT']);
  // A rehearsal where there are rules would be a flush.
  const twice = Promise.allSettled([
    flushAgent.plan(flush(), node.context()),
    rehearsalAgent.plan({ kind: 'rehearsal', of: RUN }, node.context()),
  ]);
  for (const each of await twice) {
    t.match(each, {
      status: 'rejected',
      reason: { code: 'CHAOS_REFUSED', message: /without rules for the rehearsal/ },
    });
  }
  // A program of the other pod that does not know what the node's wrote.
  const unable = other.context({
    command: async (program, args, input) =>
      program === 'iptables-restore'
        ? { exitCode: 2, stdout: '', stderr: 'unknown option "--random-fully"' }
        : other.command(program, args, input),
  });
  const both = await Promise.allSettled([
    flushAgent.plan(flush(), node.context()),
    rehearsalAgent.plan({ kind: 'rehearsal', of: RUN }, unable),
  ]);
  for (const each of both) {
    t.match(each, {
      status: 'rejected',
      reason: { code: 'CHAOS_REFUSED', message: /can't be restored.*random-fully/ },
    });
  }
  t.equal(node.rules(), before);
  t.same(await node.context().node?.list(), [], 'no file is left');
});

t.test(
  'a snapshot of another start of the node is removed, one that cannot be read is kept',
  { skip: NO_NODE },
  async (t) => {
    const [node, other] = makeNode(t);
    await setUp(await plan(node, other, flush()));
    const flushed = node.rules();
    const later = node.context({ readFile: async (path) => (path.endsWith('boot_id') ? 'another' : '') });
    const old = await flushAgent.leftovers(later);
    t.same(
      old.map(({ what }) => what),
      [`snapshot ${RUN}.snapshot on the node`],
    );
    await node.context().node?.write('zzzz9999.snapshot', '{"version":2}');
    for (const { step, run } of await flushAgent.leftovers(later)) {
      if (run === RUN) await step.undo();
      else await t.rejects(step.undo(), { code: 'CHAOS_NOT_ENDED', message: /zzzz9999\.snapshot/ });
    }
    t.same(await node.context().node?.list(), ['zzzz9999.snapshot']);
    t.equal(node.rules(), flushed, 'nothing of an old start is restored');
  },
);
