import t from 'tap';
import { createNetworkAgent, networkAgent } from '../../../src/faults/network/agent.ts';
import { NOT_ABLE } from './testing/able.ts';
import { fault, setUp, undo } from './testing/fault.ts';
import { inside, Namespaces, OTHER, PEER, POD } from './testing/namespaces.ts';

const skip = NOT_ABLE;

t.test('drops and rejects between two namespaces', { skip }, async (t) => {
  const spaces = await Namespaces.make();
  t.teardown(() => spaces.remove());
  spaces.makeTables();
  // Somebody else's, which must stay: a chain with a name like ours, a rule with a comment, another at the first place.
  inside(spaces.pod, 'iptables', '-N', 'CHAOS-OTHER');
  inside(
    spaces.pod,
    'iptables',
    '-I',
    'INPUT',
    '1',
    '-m',
    'comment',
    '--comment',
    'not pod-chaos:x',
    '-j',
    'CHAOS-OTHER',
  );
  inside(spaces.pod, 'ip6tables', '-A', 'OUTPUT', '-p', 'udp', '--dport', '9', '-j', 'DROP');
  const before = await spaces.state();

  const during = async (
    spec: Parameters<typeof networkAgent.plan>[0],
    look: () => Promise<void>,
    hits = true,
  ): Promise<void> => {
    const plan = await networkAgent.plan(spec, spaces.context({ resolve: async () => [OTHER.v6] }));
    await setUp(plan);
    await look();
    const effect = await plan.effect();
    t.equal(effect.hits > 0, hits, `counted ${effect.hits} packets`);
    t.equal((effect.bytes ?? 0) > 0, hits);
    t.strictSame(await undo(plan.steps), []);
    t.equal(await spaces.state(), before, 'nothing is left, and nothing of others is gone');
  };
  const expect = async (
    from: 'pod' | 'peer',
    hosts: readonly string[],
    port: number,
    wanted: string,
  ): Promise<void> => {
    const answers = await Promise.all(hosts.map((host) => spaces.connect(from, host, port, wanted)));
    for (const [index, host] of hosts.entries())
      t.equal(answers[index], wanted, `${from} to ${host} ${port}`);
  };

  await t.test('everything', () =>
    during(fault({ do: 'drop' }), async () => {
      await expect('pod', [PEER.v4, PEER.v6], 80, 'silent');
      await expect('peer', [POD.v4, POD.v6], POD.port, 'silent');
      await expect('pod', ['127.0.0.1'], POD.port, 'open');
    }),
  );
  await t.test('one port', () =>
    during(
      fault({ do: 'drop' }, { direction: 'out', protocol: 'tcp', remotePorts: [{ from: 80, to: 80 }] }),
      async () => {
        await expect('pod', [PEER.v4, PEER.v6], 80, 'silent');
        await expect('pod', [PEER.v4, PEER.v6], 443, 'open');
        await expect('peer', [POD.v4], POD.port, 'open');
      },
    ),
  );
  await t.test('a range of ports, in both directions', () =>
    during(
      fault({ do: 'drop' }, { protocol: 'tcp', remotePorts: [{ from: 8_000, to: 8_010 }] }),
      async () => {
        await expect('pod', [PEER.v4], 8_005, 'silent');
        await expect('pod', [PEER.v6], 443, 'open');
      },
    ),
  );
  await t.test('a port of the pod, coming in', () =>
    during(
      fault({ do: 'drop' }, { direction: 'in', protocol: 'tcp', localPorts: [{ from: 8_080, to: 8_080 }] }),
      async () => {
        await expect('peer', [POD.v4, POD.v6], POD.port, 'silent');
        await expect('pod', [PEER.v4], 80, 'open');
      },
    ),
  );
  await t.test('some peers, by address and by name', () =>
    during(fault({ do: 'drop' }, { peers: [`${PEER.v4}/32`], hosts: ['peer.example'] }), async () => {
      await expect('pod', [PEER.v4, OTHER.v6], 80, 'silent');
      await expect('pod', [OTHER.v4, PEER.v6], 80, 'open');
    }),
  );
  await t.test('IPv6 peers only', () =>
    during(fault({ do: 'drop' }, { direction: 'out', peers: [PEER.v6] }), async () => {
      await expect('pod', [PEER.v6], 80, 'silent');
      await expect('pod', [OTHER.v6], 80, 'open');
      await expect('pod', [PEER.v4], 80, 'open');
    }),
  );
  await t.test('all but some', () =>
    during(fault({ do: 'drop' }, { except: [PEER.v4, PEER.v6] }), async () => {
      await expect('pod', [PEER.v4, PEER.v6], 80, 'open');
      await expect('pod', [OTHER.v4, OTHER.v6], 80, 'silent');
    }),
  );
  await t.test('rejects with an answer', () =>
    during(fault({ do: 'reject' }), async () => {
      await expect('pod', [PEER.v4, PEER.v6], 80, 'ECONNREFUSED');
      await expect('peer', [POD.v4, POD.v6], POD.port, 'ECONNREFUSED');
    }),
  );
  await t.test('nothing came', () =>
    during(
      fault({ do: 'drop' }, { protocol: 'udp', remotePorts: [{ from: 9, to: 9 }] }),
      async () => undefined,
      false,
    ),
  );
});

t.test('one run undoes only its own', { skip }, async (t) => {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  spaces.makeTables();
  const states = [await spaces.state()];
  const plans = [];
  for (const run of ['aaaaaaaa', 'bbbbbbbb']) {
    const plan = await networkAgent.plan(fault({ do: 'drop' }), spaces.context({ run }));
    await setUp(plan);
    plans.push(plan);
    states.push(await spaces.state());
  }
  await t.rejects(networkAgent.plan(fault({ do: 'drop' }), spaces.context({ run: 'aaaaaaaa' })), {
    code: 'CHAOS_CONFLICT',
    message: 'expected no chain POD-CHAOS-aaaaaaaa, got one already',
  });
  t.strictSame(
    new Set((await networkAgent.leftovers(spaces.context())).map(({ run }) => run)),
    new Set(['aaaaaaaa', 'bbbbbbbb']),
  );
  for (const plan of plans.toReversed()) {
    states.pop();
    t.strictSame(await undo(plan.steps), []);
    t.equal(await spaces.state(), states.at(-1));
  }
});

t.test('the kernel itself ends what a killed agent leaves', { skip }, async (t) => {
  const spaces = await Namespaces.make();
  t.teardown(() => spaces.remove());
  const agent = createNetworkAgent({ deadlineMarginMs: 3_000 });
  const plan = await agent.plan(fault({ do: 'drop' }), spaces.context({ deadlineMs: Date.now() + 5_000 }));
  await setUp(plan);
  t.equal(await spaces.connect('pod', PEER.v4, 80, 'silent'), 'silent');
  // Nobody undoes anything, as after a SIGKILL.
  for (const host of [PEER.v4, PEER.v6]) t.equal(await spaces.connect('pod', host, 80, 'open'), 'open');
  const leftovers = await agent.leftovers(spaces.context({ run: 'otherrun' }));
  t.equal(leftovers.length, plan.steps.length, 'its rules are still there to be found');
  t.strictSame(await undo(leftovers.map(({ step }) => step)), []);
  t.strictSame(await agent.leftovers(spaces.context()), []);
});
