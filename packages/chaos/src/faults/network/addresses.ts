import { isIPv4, isIPv6 } from 'node:net';
import { usageError } from '../../errors.ts';

/** An address or a network, in one form: bits beyond the prefix are zero, IPv6 is written as RFC 5952 says. */
export type Network = Readonly<{ family: 4 | 6; address: string; prefix: number }>;

const BITS = { 4: 32, 6: 128 } as const;

/**
 * Reads `10.0.0.7`, `10.0.0.0/8`, `fd00::1` or `fd00::/8`. An IPv4 address written as IPv6 (`::ffff:10.0.0.7`) is
 * refused, since no packet carries it.
 *
 * @throws {ChaosError} CHAOS_USAGE where it is none of these.
 */
export function parseNetwork(text: string): Network {
  const [, address = '', digits] = /^([0-9a-fA-F.:]{2,45})(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text) ?? [];
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined;
  const prefix = digits === undefined && family !== undefined ? BITS[family] : Number(digits);
  if (family === undefined || !(prefix <= BITS[family]))
    throw usageError(`expected an IPv4 or IPv6 address or CIDR such as 10.0.0.0/8, got "${text}"`);
  const bits = toBits(address, family);
  if (family === 6 && bits >> 32n === 0xffffn)
    throw usageError(`expected an IPv4 address as 10.0.0.7, got it as IPv6: "${text}"`);
  const hostBits = BigInt(BITS[family] - prefix);
  return { family, address: fromBits((bits >> hostBits) << hostBits, family), prefix };
}

/** Writes a network; a single address without its prefix. */
export function formatNetwork({ family, address, prefix }: Network): string {
  return prefix === BITS[family] ? address : `${address}/${prefix}`;
}

/** Says whether an address is a machine's own in every namespace: 127.0.0.0/8 or ::1. */
export function isLoopback({ family, address }: Network): boolean {
  return family === 4 ? address.startsWith('127.') : address === '::1';
}

function toBits(address: string, family: 4 | 6): bigint {
  if (family === 4) return address.split('.').reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
  // The URL parser turns every way of writing an IPv6 address into the shortest one, without dots.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined): string[] =>
    text === undefined || text === '' ? [] : text.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(zeros).fill('0'), ...groups(tail)].reduce(
    (bits, group) => (bits << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

function fromBits(bits: bigint, family: 4 | 6): string {
  const parts = (count: number, size: bigint): bigint[] =>
    Array.from(
      { length: count },
      (_, index) => (bits >> (size * BigInt(count - 1 - index))) & ((1n << size) - 1n),
    );
  if (family === 4) return parts(4, 8n).join('.');
  const groups = parts(8, 16n).map((group) => group.toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
