import t from 'tap';
import { LocalClusterError } from '../../src/errors.ts';
import { noIpCommand } from '../../src/network/ip-command.ts';
import { block, formatCidr, overlap } from '@pod-contagion/api-server/objects';
import { checkNamespaces, parseRoutes } from '../../src/network/namespace-check.ts';
import type { Machine } from '../../src/network/namespace-check.ts';
import { choosePrivateRange } from '../../src/network/private-range.ts';

const machine = (changes: Partial<Machine> = {}): Machine => ({
  platform: 'linux',
  userId: 0,
  processStatus: async () => 'Name:\tx\nCapEff:\t000001fffeffffff\n',
  runIp: async () => '[{"dst":"default"},{"type":"local","dst":"127.0.0.1"},{"dst":"198.18.0.0/16"}]',
  ...changes,
});

t.test('what is missing is told before anything is made', async (t) => {
  t.same((await checkNamespaces(machine())).map(formatCidr), ['127.0.0.1/32', '198.18.0.0/16']);
  const failing = (error: Error) => async () => {
    throw error;
  };
  const cases: [string, RegExp, Partial<Machine>][] = [
    ['NOT_LINUX', /got darwin/, { platform: 'darwin' }],
    ['NOT_ROOT', /got user 1000; run it with sudo/, { userId: 1000 }],
    ['NOT_ROOT', /got user unknown/, { userId: undefined }],
    [
      'NAMESPACE_NOT_ALLOWED',
      /CAP_SYS_ADMIN missing/,
      { processStatus: async () => 'CapEff:\t00000000a80435fb\n' },
    ],
    ['NAMESPACE_NOT_ALLOWED', /CAP_NET_ADMIN, CAP_SYS_ADMIN missing/, { processStatus: async () => '' }],
    ['NO_IP_COMMAND', /iproute2/, { runIp: failing(noIpCommand(new Error('ENOENT'))) }],
    ['NO_IP_COMMAND', /iproute2/, { runIp: failing(new LocalClusterError('IP_COMMAND_FAILED', 'x')) }],
    ['NO_IP_COMMAND', /iproute2/, { runIp: async () => 'BusyBox' }],
  ];
  for (const [code, message, changes] of cases) {
    await t.rejects(checkNamespaces(machine(changes)), { code, message });
  }
  t.same(parseRoutes(''), []);
});

t.test('each cluster has a private range, away from the routes of the machine', async (t) => {
  const show = ({ pods, services }: ReturnType<typeof choosePrivateRange>) =>
    [pods, services].map(formatCidr).join(' ');
  t.equal(show(choosePrivateRange(0, [])), '198.18.0.0/21 198.18.8.0/21');
  t.equal(show(choosePrivateRange(31, [])), '198.19.240.0/21 198.19.248.0/21');
  t.equal(show(choosePrivateRange(1, [block('198.18.16.5')])), '10.212.16.0/21 10.212.24.0/21');
  t.equal(show(choosePrivateRange(0, [block('198.18.16.5')])), '198.18.0.0/21 198.18.8.0/21');
  const all = [block('198.18.0.0/15'), block('10.0.0.0/8'), block('172.16.0.0/12'), block('100.64.0.0/10')];
  t.throws(() => choosePrivateRange(3, all), { code: 'NO_ADDRESS_RANGE' });
  const ranges = Array.from({ length: 32 }, (_, index) => choosePrivateRange(index, all.slice(0, 2)));
  const blocks = ranges.flatMap(({ pods, services }) => [pods, services]);
  for (const [index, one] of blocks.entries()) {
    t.notOk(blocks.slice(index + 1).some((other) => overlap(one, other)));
  }
});
