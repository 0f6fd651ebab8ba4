import { readdir } from 'node:fs/promises';
import { inNetwork, type Place } from './agent.ts';
import { feed, run, runIn } from './command.ts';
import { IPVS_MODE_RULES, NFTABLES_MODE_RULES, NFTABLES_MODE_TABLE } from './kube-proxy-rules.ts';
import { CLIENT, NODE, OTHER_NODE, POD_PORT } from './service-places.ts';
import { SERVICE_ADDRESS, SERVICE_POD, SERVICE_PORT } from './service-places.ts';
import { Station } from './station.ts';

/** What stands for the node's /run/pod-chaos. */
const FOLDER = '/run/pod-chaos';

/** How long a call waits for an answer, in ms. */
const PATIENCE_MS = 5000;

/** How kube-proxy works. */
export type Mode = 'ipvs' | 'nftables';

type Stations = Readonly<Record<'node' | 'client' | 'otherNode', Station>>;

/** A node on which a kube-proxy has set up one Service, as far as the kernel has it. */
export class ServiceNode {
  readonly #stations: Stations;

  private constructor(stations: Stations) {
    this.#stations = stations;
  }

  static async make(mode: Mode): Promise<ServiceNode> {
    for (const place of [NODE, CLIENT, OTHER_NODE]) {
      await run('ip', 'netns', 'add', place);
      await run('ip', '-n', place, 'link', 'set', 'lo', 'up');
    }
    await connect(CLIENT, 1);
    await connect(OTHER_NODE, 2);
    await run('ip', '-n', NODE, 'route', 'add', 'default', 'via', SERVICE_POD);
    await runIn(NODE, '/bin/busybox', 'sysctl', '-q', '-w', 'net.ipv4.ip_forward=1');
    if (mode === 'ipvs') await makeVirtualServer();
    else await feed(NODE, NFTABLES_MODE_TABLE, 'nft', '-f', '-');
    await putBack(mode);
    const stations = {
      node: new Station(NODE),
      client: new Station(CLIENT),
      otherNode: new Station(OTHER_NODE),
    };
    await stations.otherNode.ask('echoConnections', { address: SERVICE_POD, port: POD_PORT });
    return new ServiceNode(stations);
  }

  /** Calls the Service on a new connection: from a pod of the node, or from the node itself. */
  async call(from: 'node' | 'client'): Promise<'answered' | 'no answer'> {
    const to = { address: SERVICE_ADDRESS, port: SERVICE_PORT };
    const probe = { to, exchanges: 1, timeoutMs: PATIENCE_MS };
    const { exchangesMs } = await this.#stations[from].ask('probeConnection', probe);
    return exchangesMs.length === 1 ? 'answered' : 'no answer';
  }

  /** Where the agent of a flush runs. */
  place(): Place {
    return inNetwork(NODE, { POD_CHAOS_NODE_FOLDER: FOLDER });
  }

  /** Everything there that a flush could change, and what its agent would keep, without counters. */
  async state(): Promise<string> {
    const texts = await Promise.all([
      runIn(NODE, 'iptables-save'),
      runIn(NODE, 'ip6tables-save'),
      runIn(NODE, 'nft', '--stateless', 'list', 'ruleset'),
      runIn(NODE, 'ipvsadm', '--save', '--numeric'),
      run('ip', '-n', NODE, '-o', '-4', 'addr', 'show'),
      readdir(FOLDER).then(
        (names) => names.join(' '),
        () => '',
      ),
    ]);
    return texts.join('\n').replaceAll(/^#.*\n|\[\d+:\d+\]/gm, '');
  }

  /** How many connections the virtual server knows. */
  async connections(): Promise<number> {
    const text = await runIn(NODE, 'ipvsadm', '--list', '--connection', '--numeric');
    return text.split('\n').filter((line) => line.includes(`${SERVICE_ADDRESS}:${SERVICE_PORT} `)).length;
  }

  async end(): Promise<void> {
    for (const station of Object.values(this.#stations)) station.end();
    for (const place of [NODE, CLIENT, OTHER_NODE]) await run('ip', 'netns', 'del', place);
  }
}

/** Writes the rules that kube-proxy and the kubelet have in iptables. */
export async function putBack(mode: Mode): Promise<void> {
  await feed(NODE, mode === 'ipvs' ? IPVS_MODE_RULES : NFTABLES_MODE_RULES, 'iptables-restore');
}

/** What people type who flush everything. */
export async function flushByHand(): Promise<void> {
  for (const table of ['filter', 'nat', 'mangle']) {
    for (const flag of ['-F', '-X']) await runIn(NODE, 'iptables', '-t', table, flag);
  }
}

async function connect(place: string, subnet: number): Promise<void> {
  const device = `to-${subnet}`;
  const peer = ['peer', 'name', 'eth0', 'netns', place];
  await run('ip', 'link', 'add', device, 'netns', NODE, 'type', 'veth', ...peer);
  await run('ip', '-n', NODE, 'addr', 'add', `10.6.${subnet}.1/24`, 'dev', device);
  await run('ip', '-n', place, 'addr', 'add', `10.6.${subnet}.2/24`, 'dev', 'eth0');
  await run('ip', '-n', NODE, 'link', 'set', device, 'up');
  await run('ip', '-n', place, 'link', 'set', 'eth0', 'up');
  await run('ip', '-n', place, 'route', 'add', 'default', 'via', `10.6.${subnet}.1`);
}

/** As kube-proxy does on each node: the address on a device that holds them all, and the virtual server. */
async function makeVirtualServer(): Promise<void> {
  for (const place of [NODE, OTHER_NODE]) {
    await run('ip', '-n', place, 'link', 'add', 'kube-ipvs0', 'type', 'dummy');
    await run('ip', '-n', place, 'addr', 'add', `${SERVICE_ADDRESS}/32`, 'dev', 'kube-ipvs0');
  }
  const service = ['-t', `${SERVICE_ADDRESS}:${SERVICE_PORT}`];
  await runIn(NODE, 'ipvsadm', '-A', ...service, '-s', 'rr');
  await runIn(NODE, 'ipvsadm', '-a', ...service, '-r', `${SERVICE_POD}:${POD_PORT}`, '-m');
  // So that what is masqueraded is known by its connection.
  await runIn(NODE, '/bin/busybox', 'sysctl', '-q', '-w', 'net.ipv4.vs.conntrack=1');
}
