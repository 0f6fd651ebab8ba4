import fc from 'fast-check';
import { isIPv4 } from 'node:net';
import t from 'tap';
import {
  block,
  formatCidr,
  ipv4ToNumber,
  lastOf,
  numberToIpv4,
  overlap,
  parseCidr,
} from '../../src/machinery/ipv4.ts';

t.test('addresses and numbers are the same', async () => {
  fc.assert(fc.property(fc.nat({ max: 0xffffffff }), (value) => ipv4ToNumber(numberToIpv4(value)) === value));
  fc.assert(fc.property(fc.ipV4(), (address) => numberToIpv4(ipv4ToNumber(address) ?? -1) === address));
});

t.test('what is read as an address is one', async () => {
  const almost = fc.array(fc.constantFrom('0', '1', '25', '256', '.', '-', ' ', '/'), { maxLength: 9 });
  fc.assert(
    fc.property(almost, (parts) => {
      const text = parts.join('');
      return ipv4ToNumber(text) === undefined || isIPv4(text) || /(^|\.)0\d/.test(text);
    }),
  );
});

t.test('blocks', async (t) => {
  t.same(parseCidr('10.1.2.3/8'), { first: 10 * 2 ** 24, prefixLength: 8 });
  t.equal(formatCidr(block('198.18.255.255/20')), '198.18.240.0/20');
  t.equal(formatCidr(block('1.2.3.4')), '1.2.3.4/32');
  t.equal(numberToIpv4(lastOf(block('127.64.0.0/16'))), '127.64.255.255');
  for (const text of ['', 'default', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8/8', '10.0.0.0/-1', '::/0']) {
    t.equal(parseCidr(text), undefined, text);
  }
  t.throws(() => block('x'), TypeError);
});

t.test('blocks overlap where they share an address', async () => {
  const cidr = fc
    .tuple(fc.nat({ max: 255 }), fc.integer({ min: 24, max: 32 }))
    .map(([last, length]) => block(`10.0.0.${last}/${length}`));
  fc.assert(
    fc.property(cidr, cidr, (one, other) => {
      let shared = false;
      for (let value = one.first; value <= lastOf(one); value++) {
        shared ||= value >= other.first && value <= lastOf(other);
      }
      return overlap(one, other) === shared;
    }),
  );
});
