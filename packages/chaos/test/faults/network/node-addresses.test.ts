import t from 'tap';
import { until } from '../../../../../scripts/testing/until.ts';
import type { Effect } from '../../../src/faults/fault-agent.ts';
import { networkAgent } from '../../../src/faults/network/agent.ts';
import { forTarget } from '../../../src/faults/for-target.ts';
import { nodeAddresses } from '../../../src/faults/network/node-addresses.ts';
import { spareNode } from '../../../src/faults/network/spare-node.ts';
import type { NetworkFaultSpec } from '../../../src/faults/network/spec.ts';
import { NOT_ABLE } from './testing/able.ts';
import { fault, setUp, undo } from './testing/fault.ts';
import { LAYOUTS, Node, NODE } from './testing/layouts.ts';

const LINK = { name: 'eth0', hasIpv6: true };

function contextOf(routes: Readonly<Record<string, unknown>>, env: Record<string, string> = {}) {
  return {
    run: 'ab12cd34',
    command: async (_program: string, args: readonly string[]) => ({
      exitCode: 0,
      stdout: JSON.stringify(routes[args[1] ?? ''] ?? []),
      stderr: '',
    }),
    resolve: async () => [],
    readFile: async () => '',
    readLink: async () => '',
    signal: () => undefined,
    env,
  };
}

t.test(
  'the gateways of one interface, however they are written, and the address that the pod tells',
  async (t) => {
    const routes = {
      '-4': [
        { dst: 'default', gateway: '10.0.0.1', dev: 'eth0' },
        { dst: '10.9.0.0/16', gateway: '10.0.0.1', dev: 'eth0' },
        { dst: '10.8.0.0/16', via: { family: 'inet6', host: 'FE80:0::1' }, dev: 'eth0' },
        {
          dst: '10.7.0.0/16',
          nexthops: [
            { gateway: '10.0.0.2', dev: 'eth0' },
            { gateway: '10.6.0.1', dev: 'net1' },
          ],
        },
        { dst: '10.5.0.0/16', gateway: '10.6.0.1', dev: 'net1' },
        { dst: '10.0.0.0/24', dev: 'eth0', prefsrc: '10.0.0.5' },
      ],
      '-6': [{ dst: 'default', gateway: 'fe80::1', dev: 'eth0' }],
    };
    t.same(await nodeAddresses(LINK, contextOf(routes, { NODE_IP: '192.0.2.10' })), [
      '192.0.2.10',
      '10.0.0.1',
      'fe80::1',
      '10.0.0.2',
    ]);
    t.same(await nodeAddresses(LINK, contextOf({})), [], 'none where nothing is told');
    const without = { name: 'eth0', hasIpv6: false };
    t.same(
      await nodeAddresses(without, contextOf({ '-6': routes['-6'] })),
      [],
      'no IPv6, no question about it',
    );
  },
);

for (const layout of LAYOUTS) {
  t.test(layout.name, { skip: NOT_ABLE }, async (t) => {
    const node = await Node.make(layout);
    t.teardown(() => node.remove());
    t.same(await node.source(), layout.source, 'this is the layout that its name says');
    const all = async (ask: () => Promise<readonly string[]>, wanted: string): Promise<void> => {
      await until(`all ${wanted}`, async () => (await ask()).every((answer) => answer === wanted));
      t.pass(`all ${wanted}`);
    };
    const whileThere = async (sparesNode: boolean, look: () => Promise<void>): Promise<Effect> => {
      const drop = fault({ do: 'drop' });
      const ordered = sparesNode
        ? forTarget(spareNode(drop), { nodeIps: Object.values(NODE), pod: {} })
        : drop;
      const plan = await networkAgent.plan(ordered as NetworkFaultSpec, node.context);
      await setUp(plan);
      await look();
      const effect = await plan.effect();
      t.same(await undo(plan.steps), []);
      return effect;
    };

    await all(() => node.probe(), 'open');
    await all(() => node.betweenPods(), 'open');
    const spared = await whileThere(true, async () => {
      // Neighbours forget each other; they have to find each other again meanwhile.
      await node.forgetNeighbours();
      await all(() => node.betweenPods(), 'silent');
      await all(() => node.probe(), 'open');
    });
    t.ok((spared.letThrough ?? 0) > 0, `${spared.letThrough} packets let through`);
    // That it would be hit otherwise is the same everywhere; each set-up takes fifty programs.
    if (layout !== LAYOUTS[0]) return;
    const cutOff = await whileThere(false, () => all(() => node.probe(), 'silent'));
    t.equal(cutOff.letThrough, 0, 'none let through');
  });
}
