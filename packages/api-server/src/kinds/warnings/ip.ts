import { isIPv4, isIPv6 } from 'node:net';

/** What `::ffff:1.2.3.4` begins with, of the 128 bits of an address. */
const MAPPED = 0xffffn;

/** The address as a number; undefined for what is none. */
function bitsOf(text: string): bigint | undefined {
  if (isIPv4(text)) return text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = canonical(text).split('::');
  const groups = (part: string): string[] => part.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** An IPv6 address as RFC 5952 has it. */
function canonical(text: string): string {
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

function textOf(bits: bigint, isOld: boolean): string {
  if (isOld) return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  return canonical(groups.join(':'));
}

/** The IPv4 address that is written as one of IPv6. */
function mapped(text: string): string | undefined {
  const bits = isIPv6(text) ? bitsOf(text) : undefined;
  return bits !== undefined && bits >> 32n === MAPPED ? textOf(bits & 0xffff_ffffn, true) : undefined;
}

/** What is unusual in the way an address is written. Source: apimachinery/pkg/util/validation/ip.go (`GetWarningsForIP`), as below. */
export function* ipWarnings(value: string, field: string): Generator<string> {
  if (!isIPv6(value) || value.includes('%')) return;
  const plain = mapped(value);
  if (plain !== undefined) {
    yield `${field}: non-standard IP address ${JSON.stringify(value)} is invalid: use ${JSON.stringify(plain)}`;
  } else if (canonical(value) !== value) {
    yield `${field}: IPv6 address ${JSON.stringify(value)} should be in RFC 5952 canonical format (${JSON.stringify(canonical(value))})`;
  }
}

/** The same for a range of addresses (`GetWarningsForCIDR`). */
export function* cidrWarnings(value: string, field: string): Generator<string> {
  const [, address = '', digits = ''] = /^([^/]*)\/(\d{1,3})$/.exec(value.trim()) ?? [];
  const isOld = isIPv4(address);
  const width = isOld ? 32 : 128;
  const bits = bitsOf(address);
  const length = Number(digits);
  if (bits === undefined || length > width) return;
  const host = BigInt(width - length);
  const network = textOf((bits >> host) << host, isOld);
  const range = `${network}/${length}`;
  const shown = JSON.stringify(value);
  const isAmbiguous = (bits >> host) << host !== bits;
  if (isAmbiguous) {
    const single = `${textOf(bits, isOld)}/${width}`;
    yield `${field}: CIDR value ${shown} is ambiguous in this context (should be ${JSON.stringify(range)} or ${JSON.stringify(single)}?)`;
  }
  const isNonStandard = /^0\d/.test(digits) || mapped(address) !== undefined;
  if (isNonStandard)
    yield `${field}: non-standard CIDR value ${shown} is invalid: use ${JSON.stringify(range)}`;
  if (!isAmbiguous && !isNonStandard && !isOld && range !== value) {
    yield `${field}: IPv6 CIDR value ${shown} should be in RFC 5952 canonical format (${JSON.stringify(range)})`;
  }
}
