import fc from 'fast-check';
import t from 'tap';
import { cidrWarnings, ipWarnings } from '../../../src/kinds/warnings/ip.ts';

t.test('ranges', async (t) => {
  const of = (value: string): string[] => [...cidrWarnings(value, 'f')];
  t.strictSame(of('10.0.0.0/8'), []);
  t.strictSame(of('fd00::/8'), []);
  t.strictSame(of('10.1.2.3/8'), [
    'f: CIDR value "10.1.2.3/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.1.2.3/32"?)',
  ]);
  t.strictSame(of('10.0.0.0/08'), ['f: non-standard CIDR value "10.0.0.0/08" is invalid: use "10.0.0.0/8"']);
  t.strictSame(of('FD00::/8'), [
    'f: IPv6 CIDR value "FD00::/8" should be in RFC 5952 canonical format ("fd00::/8")',
  ]);
  t.strictSame(of('fd00::1/8'), [
    'f: CIDR value "fd00::1/8" is ambiguous in this context (should be "fd00::/8" or "fd00::1/128"?)',
  ]);
  for (const nothing of ['', 'x', '10.0.0.0', '10.0.0.0/33', '::/129', '/8']) t.strictSame(of(nothing), []);
});

t.test('property: an address as it should be written is not spoken of', async (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const [said] = ipWarnings(address, 'f');
      const better = /(?:use|format) \(?"([^"]*)"\)?$/.exec(said ?? '')?.[1] ?? address;
      return [...ipWarnings(better, 'f')].length === 0;
    }),
  );
  t.pass('held');
});
