import t from 'tap';
import { networkAgent } from '../../../src/faults/network/agent.ts';
import { NOT_ABLE } from './testing/able.ts';
import { fault, setUp, undo } from './testing/fault.ts';
import { inside, Namespaces, PEER, POD } from './testing/namespaces.ts';

const skip = NOT_ABLE;

t.test('refuses what may not be a pod', { skip }, async (t) => {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  const plan = (ip: string | undefined, name = 'eth0'): Promise<unknown> =>
    networkAgent.plan({ ...fault({ do: 'drop' }), interface: name }, spaces.context({ env: { POD_IP: ip } }));
  for (const ip of ['127.0.0.5', '::1'])
    await t.rejects(plan(ip), { code: 'CHAOS_REFUSED', message: /the machine's own network/ });
  await t.rejects(plan('10.77.0.3'), {
    code: 'CHAOS_REFUSED',
    message: /expected the pod's address 10.77.0.3 on eth0, got 10.77.0.2, fd77::2/,
  });
  await t.rejects(plan(undefined), { code: 'CHAOS_REFUSED', message: /in POD_IP, got none/ });
  await t.rejects(plan(POD.v4, 'lo'), { code: 'CHAOS_REFUSED', message: /got the loopback lo/ });
  await t.rejects(plan(POD.v4, 'eth7'), { code: 'CHAOS_SET_UP', message: /"eth7" does not exist/ });
  await t.resolves(plan('fd77:0::2'), 'in another way of writing');
});

t.test('a name without an address', { skip }, async (t) => {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  const spec = fault({ do: 'drop' }, { hosts: ['nobody.example'] });
  await t.rejects(networkAgent.plan(spec, spaces.context()), {
    code: 'CHAOS_SET_UP',
    message: 'expected nobody.example to have an address in the pod, got none',
  });
  const resolve = async (): Promise<never> => {
    throw new Error('queryA ENOTFOUND');
  };
  await t.rejects(networkAgent.plan(spec, spaces.context({ resolve })), {
    code: 'CHAOS_SET_UP',
    message: 'could not resolve nobody.example in the pod: queryA ENOTFOUND',
  });
});

t.test('a pod without IPv6, on a kernel without its packet filter', { skip }, async (t) => {
  const spaces = await Namespaces.make({ ipv6: false });
  t.teardown(() => spaces.remove());
  inside(spaces.pod, 'iptables', '-L', '-n');
  const real = spaces.context().command;
  const context = spaces.context({
    command: async (program, args) =>
      program.startsWith('ip6tables')
        ? { exitCode: 3, stdout: '', stderr: "ip6tables: can't initialize ip6tables table `filter'" }
        : real(program, args),
  });
  const plan = await networkAgent.plan(fault({ do: 'drop' }), context);
  t.match(plan.steps[0]?.what, 'chain POD-CHAOS-ab12cd34 (IPv4 only, since the pod has no IPv6)');
  await setUp(plan);
  t.equal(await spaces.connect('pod', PEER.v4, 80, 'silent'), 'silent');
  t.equal((await networkAgent.leftovers(context)).length, plan.steps.length);
  t.strictSame(await undo(plan.steps), []);
  await t.rejects(networkAgent.plan(fault({ do: 'drop' }, { peers: [PEER.v6] }), context), {
    code: 'CHAOS_SET_UP',
    message: /got only IPv6/,
  });
});
