/** A block of IPv4 addresses: its first one as a number, and how many bits are fixed. */
export type Cidr = Readonly<{ first: number; prefixLength: number }>;

/** The number an IPv4 address stands for; undefined where the text is none. */
export function ipv4ToNumber(address: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (match === null) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** The text of an address that is a number. */
export function numberToIpv4(value: number): string {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

/** Reads `10.0.0.0/8`; an address without a length stands for itself alone. Undefined where the text is neither. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = '32', ...rest] = text.split('/');
  const value = ipv4ToNumber(address);
  const prefixLength = Number(length);
  if (value === undefined || rest.length > 0 || !/^\d{1,2}$/.test(length) || prefixLength > 32) {
    return undefined;
  }
  return { first: value - (value % 2 ** (32 - prefixLength)), prefixLength };
}

/** A block that is written in the source. */
export function block(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new TypeError(`not a block of addresses: ${text}`);
  return cidr;
}

/** Writes a block as `10.0.0.0/8`. */
export function formatCidr({ first, prefixLength }: Cidr): string {
  return `${numberToIpv4(first)}/${prefixLength}`;
}

/** The last address of a block. */
export function lastOf({ first, prefixLength }: Cidr): number {
  return first + 2 ** (32 - prefixLength) - 1;
}

/** Whether two blocks share an address. */
export function overlap(one: Cidr, other: Cidr): boolean {
  return one.first <= lastOf(other) && other.first <= lastOf(one);
}
