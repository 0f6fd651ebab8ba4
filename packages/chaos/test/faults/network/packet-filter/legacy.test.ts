import t from 'tap';
import { networkAgent } from '../../../../src/faults/network/agent.ts';
import type { AgentContext } from '../../../../src/faults/fault-agent.ts';
import { missing } from '../../../../../../scripts/testing/needs.ts';
import { NOT_ABLE } from '../testing/able.ts';
import { fault, setUp, undo } from '../testing/fault.ts';
import { inside, Namespaces, PEER, run as runIn } from '../testing/namespaces.ts';

// Not every kernel still has what it needs.
const skip = NOT_ABLE || missing('iptables-legacy');

t.test('a kernel without nf_tables gets the rules by iptables-legacy', { skip }, async (t) => {
  const spaces = await Namespaces.make();
  t.teardown(() => spaces.remove());
  const plain = spaces.context();
  const asked: string[] = [];
  const context: AgentContext = spaces.context({
    command: async (program, args) => {
      asked.push(program);
      // What iptables says where the kernel has no nf_tables.
      if (program === 'iptables' || program === 'ip6tables')
        return {
          exitCode: 1,
          stdout: '',
          stderr: `${program}: Failed to initialize nft: Protocol not supported`,
        };
      return plain.command(program, args);
    },
    readFile: async (path) => inside(spaces.pod, 'cat', path),
  });
  t.strictSame(await networkAgent.leftovers(context), []);
  t.notOk(
    asked.some((program) => program.endsWith('-legacy')),
    'to look for what was left does not make the tables',
  );

  const { steps, effect } = await networkAgent.plan(fault({ do: 'drop' }), context);
  await setUp({ steps, effect });
  t.equal(await spaces.connect('pod', PEER.v4, 80, 'silent'), 'silent');
  t.equal(await spaces.connect('pod', PEER.v6, 80, 'silent'), 'silent');
  t.ok((await effect()).hits > 0);
  t.equal((await networkAgent.leftovers(context)).length, steps.length, 'what was left is found');

  t.strictSame(await undo(steps), []);
  t.strictSame(await networkAgent.leftovers(context), []);
  t.equal(await spaces.connect('pod', PEER.v4, 80, 'open'), 'open');
});

t.test('with NET_ADMIN alone it says what to ask for', { skip: skip || missing('setpriv') }, async (t) => {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  const limited =
    (rights: string): AgentContext['command'] =>
    async (program, args) => {
      if (!program.endsWith('-legacy')) {
        return {
          exitCode: 1,
          stdout: '',
          stderr: `${program}: Failed to initialize nft: Protocol not supported`,
        };
      }
      return runIn(spaces.pod, 'setpriv', [`--bounding-set=-all,${rights}`, '--', program, ...args]);
    };
  const plan = (rights: string): Promise<unknown> =>
    networkAgent.plan(
      fault({ do: 'drop' }),
      spaces.context({
        command: async (program, args) =>
          program === 'ip' ? spaces.context().command(program, args) : limited(rights)(program, args),
      }),
    );
  await t.rejects(plan('+net_admin'), {
    code: 'CHAOS_SET_UP',
    message: /^ip6tables-legacy needs NET_RAW beside NET_ADMIN.*--net-raw asks for it$/,
  });
  t.match(await plan('+net_admin,+net_raw'), { steps: [{}, {}, {}, {}, {}, {}] });
});
