import type { AgentSpec } from '@pod-contagion/chaos/agent';
import type { FlushFaultSpec } from '@pod-contagion/chaos/faults';
import { Agent, told } from '../lab/agent.ts';
import { loadModules } from '../lab/kernel-modules.ts';
import type { OwnGroup, Tell } from '../lab/laboratory.ts';
import { flushByHand, putBack, ServiceNode, type Mode } from '../lab/service-node.ts';

/** What Services of every kind need, which no other claim wants to be there. */
export const SERVICE_MODULES: readonly string[] = [
  'ip_vs ip_vs_rr xt_nat xt_MASQUERADE',
  'nft_chain_nat nft_nat nft_masq nft_numgen',
].flatMap((names) => names.split(' '));

/** What the agent says of each mode, by what it finds in the kernel: no kube-proxy answers here. */
const WORDS: Readonly<Record<Mode, string>> = {
  ipvs: "kube-proxy works in IPVS mode here: Services are the kernel's virtual servers",
  nftables:
    "expected rules of kube-proxy in iptables on this node, got none, and the kubelet's canary is there: it works in nftables mode",
};

const ORDERS: readonly Readonly<{ what: string; order: 'fault' | 'check'; fault: FlushFaultSpec }>[] = [
  { what: '-F of nat', order: 'fault', fault: flushOf(['nat'], false) },
  { what: '-F and -X of all tables', order: 'fault', fault: flushOf(['filter', 'nat', 'mangle'], true) },
  { what: '-F of nat', order: 'check', fault: flushOf(['nat'], false) },
];

/** Where Services are not in iptables a flush means something else: it is refused and nothing is touched. */
export const flush: OwnGroup = {
  name: 'flush',
  check: async (claim) => {
    await loadModules(SERVICE_MODULES);
    for (const mode of ['ipvs', 'nftables'] as const) await inMode(claim, mode);
  },
};

async function inMode(claim: Tell, mode: Mode): Promise<void> {
  const node = await ServiceNode.make(mode);
  await works(claim, node, mode);
  for (const each of ORDERS) await refused(claim, node, mode, each);
  await byHand(claim, node, mode);
  await node.end();
}

/** The Service is really there. */
async function works(claim: Tell, node: ServiceNode, mode: Mode): Promise<void> {
  const calls = [await node.call('client'), await node.call('node')];
  const connections = mode === 'ipvs' ? await node.connections() : 2;
  const counted = mode === 'ipvs' ? `; ${connections} connections at the virtual server` : '';
  claim({
    what: `${mode} mode: calls to the Service, from a pod of the node and from the node`,
    expected: `answered, answered${mode === 'ipvs' ? '; 2 connections at the virtual server' : ''}`,
    measured: `${calls.join(', ')}${counted}`,
    holds: calls.join() === 'answered,answered' && connections === 2,
  });
}

async function refused(
  claim: Tell,
  node: ServiceNode,
  mode: Mode,
  { what, order, fault }: (typeof ORDERS)[number],
): Promise<void> {
  const before = await node.state();
  const times = order === 'fault' ? { durationMs: 60_000, beginBeforeMs: Date.now() + 600_000 } : {};
  const spec = { version: 1, order, run: 'flush000', fault, ...times } as AgentSpec;
  const end = await new Agent(spec, node.place()).end();
  const after = await node.state();
  const { report } = end;
  claim({
    what: `${mode} mode: order ${order}, ${what}`,
    expected: `untouched, error, exit 1, CHAOS_NO_KUBE_PROXY: ${WORDS[mode]} ...; the node as before`,
    measured: `${told(end)}; the node ${after === before ? 'as before' : `has ${news(before, after)}`}`,
    holds:
      end.exitCode === 1 &&
      report?.outcome === 'untouched' &&
      report.error?.code === 'CHAOS_NO_KUBE_PROXY' &&
      report.error.message.startsWith(WORDS[mode]) &&
      report.error.message.endsWith('nothing was touched') &&
      after === before,
  });
}

/** What the words say of a flush is so. */
async function byHand(claim: Tell, node: ServiceNode, mode: Mode): Promise<void> {
  const before = await node.state();
  await flushByHand();
  const calls = [await node.call('client'), await node.call('node')];
  await putBack(mode);
  const isAsBefore = (await node.state()) === before;
  // Rules of iptables mark what the node itself calls, so that it is sent with an address of the node.
  const expected = mode === 'ipvs' ? 'answered, no answer' : 'answered, answered';
  claim({
    what: `${mode} mode: the same calls after -F and -X of all tables by hand`,
    expected,
    measured: calls.join(', '),
    holds: calls.join(', ') === expected && isAsBefore,
  });
}

function news(before: string, after: string): string {
  const had = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !had.has(line))
    .join('\n');
}

function flushOf(tables: FlushFaultSpec['tables'], deleteChains: boolean): FlushFaultSpec {
  return { kind: 'flush', tables, families: ['ipv4'], deleteChains };
}
