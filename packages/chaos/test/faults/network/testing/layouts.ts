import { mustRun, run, Station, type Answer } from './namespaces.ts';
import type { AgentContext } from '../../../../src/faults/fault-agent.ts';

/** The node's own addresses, on an interface that leads elsewhere, as `status.hostIPs` names them. */
export const NODE = { v4: '192.0.2.10', v6: '2001:db8::10' } as const;

const PORT = 8_080;
const MAIN = 'eth0';

/** A pod's addresses, one of each family that the layout has. */
export type PodPlace = Readonly<{ v4?: string; v6?: string }>;

const ip = (...args: readonly string[]): Promise<string> => mustRun('ip', ...args);

const inside = (namespace: string, ...words: readonly string[]): Promise<string> =>
  ip('netns', 'exec', namespace, ...words);

/** How a network plug-in joins pods to their node. */
export type Layout = Readonly<{
  name: string;
  /** The pod that is hit, and another one of the same node. */
  pods: readonly [PodPlace, PodPlace];
  /** What is there before the pods. */
  node?: (node: string) => Promise<void>;
  /** Joins one pod: its eth0 is there and up, and so is the other end in the node, `link`. */
  join: (place: Readonly<{ node: string; pod: string; link: string; at: PodPlace }>) => Promise<void>;
  /** The source that the node's kernel takes on its way to the pod that is hit, by which the layout is what it says. */
  source: Readonly<{ v4?: string; v6?: string }>;
}>;

/** A bridge with the gateway's addresses, each pod a port of it. */
function bridge(
  gateway: PodPlace,
  lengths: Readonly<{ v4: number; v6: number }>,
): Pick<Layout, 'node' | 'join'> {
  return {
    node: async (node) => {
      await ip('-n', node, 'link', 'add', 'cni0', 'type', 'bridge');
      if (gateway.v4 !== undefined)
        await ip('-n', node, 'addr', 'add', `${gateway.v4}/${lengths.v4}`, 'dev', 'cni0');
      if (gateway.v6 !== undefined)
        await ip('-n', node, 'addr', 'add', `${gateway.v6}/${lengths.v6}`, 'dev', 'cni0', 'nodad');
      await ip('-n', node, 'link', 'set', 'cni0', 'up');
    },
    join: async ({ node, pod, link, at }) => {
      await ip('-n', node, 'link', 'set', link, 'master', 'cni0');
      if (at.v4 !== undefined && gateway.v4 !== undefined) {
        await ip('-n', pod, 'addr', 'add', `${at.v4}/${lengths.v4}`, 'dev', MAIN);
        await ip('-n', pod, 'route', 'add', 'default', 'via', gateway.v4);
      }
      if (at.v6 !== undefined && gateway.v6 !== undefined) {
        await ip('-n', pod, 'addr', 'add', `${at.v6}/${lengths.v6}`, 'dev', MAIN, 'nodad');
        await ip('-n', pod, '-6', 'route', 'add', 'default', 'via', gateway.v6, 'dev', MAIN);
      }
    },
  };
}

const FLANNEL_BRIDGE = bridge({ v4: '10.244.1.1' }, { v4: 24, v6: 64 });

/** A bridge for the pods of the node, and the way to those of others, which has the first address of the node's network. */
const FLANNEL: Pick<Layout, 'node' | 'join'> = {
  node: async (node) => {
    await device(node, 'flannel.1');
    await ip('-n', node, 'addr', 'add', '10.244.1.0/32', 'dev', 'flannel.1');
    await FLANNEL_BRIDGE.node?.(node);
  },
  join: FLANNEL_BRIDGE.join,
};

/** Point to point with an address of the node on each link, which is the pod's gateway. */
const KINDNET: Pick<Layout, 'join'> = {
  join: async ({ node, pod, link, at: { v4 = '' } }) => {
    const gateway = '10.244.0.1';
    await ip('-n', node, 'addr', 'add', `${gateway}/32`, 'dev', link);
    await ip('-n', node, 'route', 'add', v4, 'dev', link, 'scope', 'host');
    await ip('-n', pod, 'addr', 'add', `${v4}/24`, 'dev', MAIN, 'noprefixroute');
    await ip('-n', pod, 'route', 'add', gateway, 'dev', MAIN, 'scope', 'link', 'src', v4);
    await ip('-n', pod, 'route', 'add', '10.244.0.0/24', 'via', gateway, 'dev', MAIN, 'src', v4);
    await ip('-n', pod, 'route', 'add', 'default', 'via', gateway, 'dev', MAIN);
  },
};

/** Point to point without an address on the link: it answers for 169.254.1.1 and, in IPv6, for its link-local address. */
const CALICO: Pick<Layout, 'join'> = {
  join: async ({ node, pod, link, at }) => {
    if (at.v4 !== undefined) {
      await inside(node, 'sysctl', '-qw', `net.ipv4.conf.${link}.proxy_arp=1`);
      await ip('-n', node, 'route', 'add', at.v4, 'dev', link, 'scope', 'link');
      await ip('-n', pod, 'addr', 'add', `${at.v4}/32`, 'dev', MAIN);
      await ip('-n', pod, 'route', 'add', '169.254.1.1', 'dev', MAIN, 'scope', 'link');
      await ip('-n', pod, 'route', 'add', 'default', 'via', '169.254.1.1', 'dev', MAIN);
    }
    if (at.v6 !== undefined) {
      await ip('-n', node, 'addr', 'add', 'fe80::ecee:eeff:feee:eeee/64', 'dev', link, 'nodad');
      await inside(node, 'sysctl', '-qw', `net.ipv6.conf.${link}.proxy_ndp=1`);
      await ip('-n', node, '-6', 'route', 'add', at.v6, 'dev', link);
      await ip('-n', pod, 'addr', 'add', `${at.v6}/128`, 'dev', MAIN, 'nodad');
      await ip('-n', pod, '-6', 'route', 'add', 'default', 'via', 'fe80::ecee:eeff:feee:eeee', 'dev', MAIN);
    }
  },
};

/** Point to point; the node's address on the way is that of a device of its own, cilium_host. */
const CILIUM: Pick<Layout, 'node' | 'join'> = {
  node: async (node) => {
    await device(node, 'cilium_host');
    await ip('-n', node, 'addr', 'add', '10.0.0.7/32', 'dev', 'cilium_host');
  },
  join: async ({ node, pod, link, at: { v4 = '' } }) => {
    await inside(node, 'sysctl', '-qw', `net.ipv4.conf.${link}.proxy_arp=1`);
    await ip('-n', node, 'route', 'add', v4, 'dev', link, 'src', '10.0.0.7');
    await ip('-n', pod, 'addr', 'add', `${v4}/32`, 'dev', MAIN);
    await ip('-n', pod, 'route', 'add', '10.0.0.7', 'dev', MAIN, 'scope', 'link');
    await ip('-n', pod, 'route', 'add', 'default', 'via', '10.0.0.7', 'dev', MAIN);
  },
};

/** The layouts in which the node has been looked for. */
export const LAYOUTS: readonly Layout[] = [
  {
    name: 'a bridge, as with k3s and kubenet, with both families',
    pods: [
      { v4: '10.88.0.5', v6: 'fd88::5' },
      { v4: '10.88.0.6', v6: 'fd88::6' },
    ],
    ...bridge({ v4: '10.88.0.1', v6: 'fd88::1' }, { v4: 24, v6: 64 }),
    source: { v4: '10.88.0.1', v6: 'fd88::1' },
  },
  {
    name: 'a bridge and a device for other nodes, as with flannel, IPv4 alone',
    pods: [{ v4: '10.244.1.5' }, { v4: '10.244.1.6' }],
    source: { v4: '10.244.1.1' },
    ...FLANNEL,
  },
  {
    name: 'a bridge, IPv6 alone',
    pods: [{ v6: 'fd99::5' }, { v6: 'fd99::6' }],
    source: { v6: 'fd99::1' },
    ...bridge({ v6: 'fd99::1' }, { v4: 24, v6: 64 }),
  },
  {
    name: 'kindnet: point to point, the gateway on each link',
    pods: [{ v4: '10.244.0.5' }, { v4: '10.244.0.6' }],
    ...KINDNET,
    source: { v4: '10.244.0.1' },
  },
  {
    name: 'Calico: 169.254.1.1 by proxy ARP, the gateway of IPv6 link-local',
    pods: [
      { v4: '192.168.7.5', v6: 'fd77::5' },
      { v4: '192.168.7.6', v6: 'fd77::6' },
    ],
    ...CALICO,
    source: { v4: NODE.v4, v6: NODE.v6 },
  },
  {
    name: 'Cilium: by cilium_host',
    pods: [{ v4: '10.0.0.21' }, { v4: '10.0.0.22' }],
    ...CILIUM,
    source: { v4: '10.0.0.7' },
  },
];

let made = 0;

/** A device that leads nowhere; one end of a pair, as not every kernel has dummy ones. */
async function device(node: string, name: string): Promise<void> {
  await ip('-n', node, 'link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}-end`);
  for (const end of [name, `${name}-end`]) await ip('-n', node, 'link', 'set', end, 'up');
}

/** A node with two pods, joined as a layout says, in namespaces of their own, with a process in each that connects. */
export class Node {
  readonly #names: readonly string[];
  readonly #stations: readonly [Station, Station, Station];
  readonly #layout: Layout;

  private constructor(layout: Layout, names: readonly [string, string, string]) {
    this.#layout = layout;
    this.#names = names;
    const [node, pod, other] = names;
    this.#stations = [new Station(node, [PORT]), new Station(pod, [PORT]), new Station(other, [PORT])];
  }

  static async make(layout: Layout): Promise<Node> {
    const name = `pclay${process.pid}x${made++}`;
    const names = [`${name}-node`, `${name}-pod`, `${name}-other`] as const;
    const [node] = names;
    for (const each of names) {
      await ip('netns', 'add', each);
      await ip('-n', each, 'link', 'set', 'lo', 'up');
    }
    for (const way of ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'])
      await inside(node, 'sysctl', '-qw', way);
    // The first interface, and a name that sorts first: without an address on the way the kernel takes this one's.
    await device(node, 'uplink');
    await ip('-n', node, 'addr', 'add', `${NODE.v4}/24`, 'dev', 'uplink');
    await ip('-n', node, 'addr', 'add', `${NODE.v6}/64`, 'dev', 'uplink', 'nodad');
    // A node answers for 169.254.1.1 only where it knows a way there.
    await ip('-n', node, 'route', 'add', 'default', 'via', '192.0.2.1', 'dev', 'uplink');
    await layout.node?.(node);
    for (const [index, at] of layout.pods.entries()) {
      const [pod, link] = [names[index + 1] ?? '', `veth${index}`];
      await ip('-n', pod, 'link', 'add', MAIN, 'type', 'veth', 'peer', 'name', link, 'netns', node);
      await ip('-n', node, 'link', 'set', link, 'up');
      await ip('-n', pod, 'link', 'set', MAIN, 'up');
      await layout.join({ node, pod, link, at });
    }
    const whole = new Node(layout, names);
    await Promise.all(whole.#stations.map(({ ready }) => ready));
    return whole;
  }

  async remove(): Promise<void> {
    await Promise.all(this.#stations.map((station) => station.end()));
    for (const each of this.#names) await ip('netns', 'del', each);
  }

  /** What the agent in the pod that is hit may use. */
  get context(): AgentContext {
    const [{ v4, v6 }] = this.#layout.pods;
    return {
      run: 'ab12cd34',
      command: (program, args) => run(this.#names[1] ?? '', program, args),
      resolve: async () => [],
      readFile: async () => '',
      readLink: async () => '',
      signal: () => undefined,
      env: { POD_IP: v4 ?? v6, NODE_IP: v4 === undefined ? NODE.v6 : NODE.v4 },
    };
  }

  /** The source that the node takes on its way to the pod that is hit. */
  async source(): Promise<Layout['source']> {
    const [{ v4, v6 }] = this.#layout.pods;
    const ask = async (address: string): Promise<string> => {
      const [route] = JSON.parse(await inside(this.#names[0] ?? '', 'ip', '-j', 'route', 'get', address)) as {
        prefsrc: string;
      }[];
      return route?.prefsrc ?? '';
    };
    return { ...(v4 !== undefined && { v4: await ask(v4) }), ...(v6 !== undefined && { v6: await ask(v6) }) };
  }

  /** As after a while without traffic. */
  async forgetNeighbours(): Promise<void> {
    for (const each of this.#names) await ip('-n', each, 'neigh', 'flush', 'all');
  }

  /** What the node gets that probes the pod which is hit, at each of its addresses. */
  probe(): Promise<readonly Answer[]> {
    return this.#ask(0, this.#layout.pods[0]);
  }

  /** What the other pod gets from the pod that is hit, and that one from the other. */
  async betweenPods(): Promise<readonly Answer[]> {
    const [pod, other] = this.#layout.pods;
    const both = await Promise.all([this.#ask(2, pod), this.#ask(1, other)]);
    return both.flat();
  }

  #ask(from: 0 | 1 | 2, { v4, v6 }: PodPlace): Promise<readonly Answer[]> {
    const hosts = [v4, v6].filter((host) => host !== undefined);
    return Promise.all(hosts.map((host) => this.#stations[from].connect(host, PORT)));
  }
}
