import t from 'tap';
import { networkAgent } from '../../../src/faults/network/agent.ts';
import type { TrafficScope } from '../../../src/faults/network/spec.ts';
import { NOT_ABLE } from './testing/able.ts';
import { fault, setUp, undo } from './testing/fault.ts';
import { inside, Namespaces, OTHER, PEER, POD } from './testing/namespaces.ts';
import { standInKinds } from './testing/stand-in-kinds.ts';

const skip = NOT_ABLE;
const NETEM = { do: 'netem', netem: { delay: { timeUs: 1_000 } } } as const;

type Try = Readonly<{ from: 'pod' | 'peer'; host: string; port: number }>;
const toPort = (port: number, ...hosts: readonly string[]): readonly Try[] =>
  hosts.map((host) => ({ from: 'pod', host, port }));
const toPod = (...hosts: readonly string[]): readonly Try[] =>
  hosts.map((host) => ({ from: 'peer', host, port: POD.port }));

const CASES: readonly Readonly<{
  name: string;
  scope: Partial<TrafficScope>;
  hit: readonly Try[];
  missed: readonly Try[];
}>[] = [
  {
    name: 'everything that leaves',
    scope: { direction: 'out' },
    hit: [...toPort(80, PEER.v4, PEER.v6), ...toPod(POD.v4)],
    missed: [],
  },
  {
    name: 'a peer and a port together',
    scope: {
      direction: 'out',
      peers: [PEER.v4, PEER.v6],
      protocol: 'tcp',
      remotePorts: [{ from: 80, to: 80 }],
    },
    hit: toPort(80, PEER.v4, PEER.v6),
    missed: [...toPort(443, PEER.v4, PEER.v6), ...toPort(80, OTHER.v4, OTHER.v6), ...toPod(POD.v4)],
  },
  {
    name: 'a range of ports of any peer but some',
    scope: {
      direction: 'out',
      protocol: 'tcp',
      remotePorts: [{ from: 8_001, to: 8_010 }],
      except: [OTHER.v4, OTHER.v6],
    },
    hit: toPort(8_005, PEER.v4, PEER.v6),
    missed: [...toPort(8_005, OTHER.v4, OTHER.v6), ...toPort(80, PEER.v4)],
  },
  {
    name: 'ICMP, which is not neighbour discovery',
    scope: { direction: 'both', protocol: 'icmp' },
    hit: [],
    missed: toPort(80, PEER.v4, PEER.v6),
  },
  {
    name: 'what comes in from a network',
    scope: { direction: 'in', peers: ['10.77.0.0/29', 'fd77::/125'] },
    hit: [...toPort(80, PEER.v4, PEER.v6), ...toPod(POD.v4)],
    missed: toPort(80, OTHER.v4, OTHER.v6),
  },
  {
    name: "what comes in to the pod's port",
    scope: { direction: 'in', protocol: 'tcp', localPorts: [{ from: 8_080, to: 8_081 }] },
    hit: toPod(POD.v4, POD.v6),
    missed: toPort(80, PEER.v4, PEER.v6),
  },
];

t.test('the filters sort as they should, in the kernel', { skip }, async (t) => {
  const spaces = await Namespaces.make();
  t.teardown(() => spaces.remove());
  const command = standInKinds(spaces.context().command);
  const before = await spaces.state();
  for (const { name, scope, hit, missed } of CASES)
    await t.test(name, async (t) => {
      const plan = await networkAgent.plan(fault(NETEM, scope), spaces.context({ command }));
      await setUp(plan);
      const hitsOf = async ({ from, host, port }: Try): Promise<number> => {
        const earlier = (await plan.effect()).hits;
        // Neighbours are looked for anew each time.
        inside(spaces.pod, 'ip', 'neigh', 'flush', 'all');
        t.equal(await spaces.connect(from, host, port, 'open'), 'open');
        return (await plan.effect()).hits - earlier;
      };
      for (const each of hit) t.ok((await hitsOf(each)) > 0, `hits ${each.host} ${each.port}`);
      for (const each of missed) t.equal(await hitsOf(each), 0, `leaves ${each.host} ${each.port} alone`);
      const leftovers = await networkAgent.leftovers(spaces.context({ command, run: 'another1' }));
      t.strictSame(
        leftovers.map(({ what }) => what).toSorted(),
        plan.steps.map(({ what }) => what).toSorted(),
        'another agent finds all of it',
      );
      t.strictSame(await undo(plan.steps), []);
      t.equal(await spaces.state(), before);
    });
});

t.test('touches nothing of others', { skip }, async (t) => {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  const context = spaces.context({ command: standInKinds(spaces.context().command) });
  const plan = (scope: Partial<TrafficScope>): Promise<unknown> =>
    networkAgent.plan(fault(NETEM, scope), context);
  const refuses = async (scope: Partial<TrafficScope>, message: string): Promise<void> => {
    const before = await spaces.state();
    await t.rejects(plan(scope), { code: 'CHAOS_CONFLICT', message });
    t.equal(await spaces.state(), before);
    t.strictSame(await networkAgent.leftovers(context), []);
  };
  const tc = (...args: readonly string[]): string => inside(spaces.pod, 'tc', 'qdisc', ...args);

  tc('add', 'dev', 'eth0', 'root', 'handle', '5ca0:', 'bfifo');
  await refuses({ direction: 'out' }, 'expected the default root qdisc on eth0, got bfifo 5ca0:');
  tc('del', 'dev', 'eth0', 'root');
  for (const kind of ['ingress', 'clsact']) {
    tc('add', 'dev', 'eth0', kind);
    await refuses({ direction: 'in' }, `expected no qdisc for incoming packets on eth0, got ${kind} ffff:`);
    tc('del', 'dev', 'eth0', kind);
  }

  t.test('that came between planning and setting up', async (t) => {
    const { steps } = await networkAgent.plan(fault(NETEM, { direction: 'out' }), context);
    // The same handle and kind: that of another agent.
    tc('add', 'dev', 'eth0', 'root', 'handle', '5ca0:', 'pfifo');
    const before = await spaces.state();
    await t.rejects(setUp({ steps, effect: async () => ({ hits: 0, unit: 'packets' }) }), {
      code: 'CHAOS_CONFLICT',
    });
    t.strictSame(await undo(steps), []);
    t.equal(await spaces.state(), before);
    tc('del', 'dev', 'eth0', 'root');
  });

  t.test('a filter of somebody else on our ingress qdisc', async (t) => {
    const { steps } = await networkAgent.plan(fault(NETEM, { direction: 'in' }), context);
    for (const step of steps) await step.apply();
    const theirs = 'filter add dev eth0 parent ffff: protocol ip pref 5 u32 match u32 0 0 flowid :1'.split(
      ' ',
    );
    inside(spaces.pod, 'tc', ...theirs);
    t.strictSame(await undo(steps), []);
    const filters = inside(spaces.pod, 'tc', 'filter', 'show', 'dev', 'eth0', 'ingress');
    t.match(filters, 'pref 5');
    t.notMatch(filters, 'mirred');
  });
});

t.test('says what the kernel lacks before anything is touched', { skip }, async (t) => {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  const before = await spaces.state();
  const real = spaces.context().command;
  const known = (await real('tc', ['qdisc', 'add', 'dev', 'lo', 'root', 'netem'])).exitCode === 0;
  await t.test('netem', { skip: known && 'this kernel has it' }, (t) =>
    t.rejects(networkAgent.plan(fault(NETEM), spaces.context()), {
      code: 'CHAOS_NO_NETEM',
      message: 'expected a kernel with sch_netem, tc says: Error: Specified qdisc kind is unknown.',
    }),
  );
  // As above, with netem there but not prio.
  await t.test('prio', { skip: known && 'this kernel has it' }, (t) => {
    const command: typeof real = (program, args) =>
      real(
        program,
        args.map((word) => (word === 'netem' ? 'pfifo' : word)),
      );
    return t.rejects(networkAgent.plan(fault(NETEM, { protocol: 'tcp' }), spaces.context({ command })), {
      code: 'CHAOS_SET_UP',
      message: /sch_prio.*kind is unknown/,
    });
  });
  await t.test('ifb', (t) => {
    const stand = standInKinds(real);
    const command: typeof real = (program, args) =>
      stand(
        program,
        args.map((word) => (word === 'ifb' ? 'nosuchkind' : word)),
      );
    return t.rejects(networkAgent.plan(fault(NETEM), spaces.context({ command })), {
      code: 'CHAOS_SET_UP',
      message: /with ifb for direction in.*Unknown device type/,
    });
  });
  t.equal(await spaces.state(), before, 'nothing was touched');
});
