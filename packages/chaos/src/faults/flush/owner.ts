import { splitWords } from '@pod-contagion/command-line';

/** Who put a chain or a rule there, as far as its name tells. */
export type Owner =
  | 'kube-proxy'
  | 'kubelet'
  | 'CNI plugin'
  | 'flannel'
  | 'Calico'
  | 'Cilium'
  | 'kube-router'
  | 'Docker'
  | 'others';

/** By the beginnings of their names; the first that fits counts. Source of the kubelet's: pkg/kubelet/kubelet_network_linux.go. */
const BY_NAME: readonly (readonly [RegExp, Owner])[] = [
  [/^KUBE-(?:KUBELET-CANARY|FIREWALL|MARK-DROP|IPTABLES-HINT)$/, 'kubelet'],
  [/^KUBE-(?:ROUTER|POD-FW|NWPLCY)/, 'kube-router'],
  [/^KUBE-/, 'kube-proxy'],
  [/^CNI-/, 'CNI plugin'],
  [/^FLANNEL-/, 'flannel'],
  [/^cali-/, 'Calico'],
  [/^(?:OLD_)?CILIUM_/, 'Cilium'],
  [/^DOCKER/, 'Docker'],
];

/** Who a chain belongs to. */
export function ownerOfChain(name: string): Owner {
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'others';
}

/** Who a rule belongs to: whoever has its chain, or, in a chain of the kernel or of nobody known, the chain that it leads to. */
export function ownerOfRule(chain: string, rule: string): Owner {
  const own = ownerOfChain(chain);
  if (own !== 'others') return own;
  const words = splitWords(rule) ?? [];
  const at = words.findLastIndex((word) => word === '-j' || word === '-g');
  return at === -1 ? 'others' : ownerOfChain(words[at + 1] ?? '');
}

/**
 * Whether a chain is written as a whole by its owner, so that what it holds once it holds anything again is how its owner
 * wants it now. Source: pkg/proxy/iptables/proxier.go writes its chains by iptables-restore, each anew.
 */
export function isWrittenWhole(name: string): boolean {
  return ownerOfChain(name) === 'kube-proxy';
}
