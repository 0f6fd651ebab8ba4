import { ChaosError } from '../../errors.ts';
import type { AgentContext } from '../fault-agent.ts';
import type { Snapshot } from './snapshot.ts';

/** Where kube-proxy says on its node how it works, unless it was told another port. */
const MODE_URL = 'http://127.0.0.1:10249/proxyMode';

/** The device that holds all Service addresses where kube-proxy works by IPVS. */
const IPVS_DEVICE = /^\s*kube-ipvs0:/m;

/** The chain by which kube-proxy notices that somebody has deleted chains, looked for every 30 s unless told otherwise. */
export const PROXY_CANARY = 'KUBE-PROXY-CANARY';

/** The same of the kubelet. */
export const KUBELET_CANARY = 'KUBE-KUBELET-CANARY';

/**
 * Makes sure that kube-proxy keeps the rules of Services in iptables here: elsewhere a flush is about something else, and
 * what would be measured means nothing.
 * @throws {ChaosError} CHAOS_NO_KUBE_PROXY, saying how it works instead, as far as can be told
 */
export async function requireKubeProxy(context: AgentContext, snapshot: Snapshot): Promise<void> {
  const mode = await modeOf(context);
  if (mode === 'iptables' || (mode === undefined && hasServiceRules(snapshot))) return;
  throw new ChaosError('CHAOS_NO_KUBE_PROXY', `${whyNot(mode, snapshot)}; nothing was touched`);
}

/** Whether a jump of the kernel's own chains leads to the Services: other modes leave chains behind, but no jumps. */
export function hasServiceRules(snapshot: Snapshot): boolean {
  return snapshot.some(({ rules }) =>
    [...(rules.get('nat')?.values() ?? [])].some(
      ({ policy, rules: lines }) => policy !== '-' && lines.some((line) => line.endsWith('-j KUBE-SERVICES')),
    ),
  );
}

async function modeOf(context: AgentContext): Promise<string | undefined> {
  const said = (await context.node?.ask(MODE_URL).catch(() => undefined))?.trim();
  if (said !== undefined && /^[a-z]{1,20}$/.test(said)) return said;
  const devices = await context.readFile('/proc/net/dev').catch(() => '');
  return IPVS_DEVICE.test(devices) ? 'ipvs' : undefined;
}

function whyNot(mode: string | undefined, snapshot: Snapshot): string {
  if (mode === 'ipvs') {
    return "kube-proxy works in IPVS mode here: Services are the kernel's virtual servers, which iptables -F does not touch; of what they need it takes the masquerading alone";
  }
  if (mode === 'nftables') {
    return 'kube-proxy works in nftables mode here: its rules are in a table of its own, which iptables -F does not touch, so that it would show nothing of them';
  }
  if (mode !== undefined) return `expected kube-proxy in iptables mode on this node, got ${mode}`;
  const kubelet = snapshot.some(({ rules }) => rules.get('mangle')?.has(KUBELET_CANARY) === true);
  const seen = kubelet ? ", and the kubelet's canary is there" : '';
  return `expected rules of kube-proxy in iptables on this node, got none${seen}: it works in nftables mode, something else does its work (Cilium does), or there is none`;
}
