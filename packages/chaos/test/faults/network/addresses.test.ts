import { BlockList } from 'node:net';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { formatNetwork, isLoopback, parseNetwork } from '../../../src/faults/network/addresses.ts';

t.test('one form', async (t) => {
  for (const [text, form] of [
    ['10.1.2.3', '10.1.2.3'],
    ['10.1.2.3/32', '10.1.2.3'],
    ['10.1.2.3/9', '10.0.0.0/9'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['FD00:0::0001', 'fd00::1'],
    ['fd00::1/8', 'fd00::/8'],
    ['::/0', '::/0'],
    ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
  ] as const)
    t.equal(formatNetwork(parseNetwork(text)), form);
  for (const text of [
    '',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '10.0.0.1/33',
    '10.0.0.1/08',
    '::1/129',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
    '10.0.0.1 ',
    '1::2::3',
  ])
    t.throws(() => parseNetwork(text), { code: 'CHAOS_USAGE' }, text);
  t.ok(isLoopback(parseNetwork('127.9.9.9')));
  t.ok(isLoopback(parseNetwork('0:0::1')));
  t.notOk(isLoopback(parseNetwork('12.7.0.1')));
});

t.test("the network holds its addresses, as Node's own block list sees it", async (t) => {
  const address = fc.oneof(
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
    fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
  );
  fc.assert(
    fc.property(address, ([text, prefix]) => {
      fc.pre(!/^(0*:)*:?(0*:)*ffff:/i.test(text));
      const network = parseNetwork(`${text}/${prefix}`);
      const family = network.family === 4 ? 'ipv4' : 'ipv6';
      const list = new BlockList();
      list.addSubnet(network.address, network.prefix, family);
      assert.ok(list.check(text, family));
      assert.equal(formatNetwork(parseNetwork(formatNetwork(network))), formatNetwork(network));
    }),
  );
  t.pass();
});
