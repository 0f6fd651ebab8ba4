import { POD_PORT, SERVICE_ADDRESS, SERVICE_PORT, SERVICE_POD } from './service-places.ts';

/** The chain that a kubelet keeps to notice that somebody has deleted chains. */
const KUBELET = ['*mangle', ':KUBE-KUBELET-CANARY - [0:0]', 'COMMIT'];

const comment = (text: string): string => `-m comment --comment "${text}"`;

/**
 * Chains and rules that kube-proxy has in iptables when Services are virtual servers. It matches sets of ipset where this
 * names the one Service. Source: pkg/proxy/ipvs/proxier.go.
 */
export const IPVS_MODE_RULES: string = [
  ...KUBELET,
  '*filter',
  ':KUBE-FORWARD - [0:0]',
  ':KUBE-NODE-PORT - [0:0]',
  ':KUBE-PROXY-FIREWALL - [0:0]',
  `-A INPUT ${comment('kubernetes health check rules')} -j KUBE-NODE-PORT`,
  `-A FORWARD ${comment('kubernetes forwarding rules')} -j KUBE-FORWARD`,
  `-A KUBE-FORWARD ${comment('kubernetes forwarding rules')} -m mark --mark 0x4000/0x4000 -j ACCEPT`,
  'COMMIT',
  '*nat',
  ':KUBE-SERVICES - [0:0]',
  ':KUBE-POSTROUTING - [0:0]',
  ':KUBE-MARK-MASQ - [0:0]',
  ':KUBE-NODE-PORT - [0:0]',
  ':KUBE-LOAD-BALANCER - [0:0]',
  `-A PREROUTING ${comment('kubernetes service portals')} -j KUBE-SERVICES`,
  `-A OUTPUT ${comment('kubernetes service portals')} -j KUBE-SERVICES`,
  `-A POSTROUTING ${comment('kubernetes postrouting rules')} -j KUBE-POSTROUTING`,
  // A call of the node itself to a Service has the address of the Service as its own, which no other node sends back.
  `-A KUBE-SERVICES -s ${SERVICE_ADDRESS} -d ${SERVICE_ADDRESS} -p tcp --dport ${SERVICE_PORT} -j KUBE-MARK-MASQ`,
  '-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODE-PORT',
  '-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
  '-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
  '-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0',
  `-A KUBE-POSTROUTING ${comment('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
  'COMMIT\n',
].join('\n');

/** What is in iptables when kube-proxy has its own table of nftables: nothing of it. */
export const NFTABLES_MODE_RULES: string = `${KUBELET.join('\n')}\n`;

/** That table, with one Service. Source: pkg/proxy/nftables/proxier.go. */
export const NFTABLES_MODE_TABLE = `table ip kube-proxy {
  comment "rules for kube-proxy"
  map service-ips {
    type ipv4_addr . inet_proto . inet_service : verdict
    elements = { ${SERVICE_ADDRESS} . tcp . ${SERVICE_PORT} : goto service-web }
  }
  chain nat-prerouting { type nat hook prerouting priority dstnat; jump services; }
  chain nat-output { type nat hook output priority -100; jump services; }
  chain nat-postrouting { type nat hook postrouting priority srcnat; jump masquerading; }
  chain services { ip daddr . meta l4proto . th dport vmap @service-ips; }
  chain service-web { numgen random mod 1 vmap { 0 : goto endpoint-web }; }
  chain endpoint-web { meta l4proto tcp dnat to ${SERVICE_POD}:${POD_PORT}; }
  chain masquerading { mark and 0x4000 == 0 return; mark set mark xor 0x4000; masquerade fully-random; }
}
`;
