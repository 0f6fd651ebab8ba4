import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { describeError } from '@pod-contagion/errors';
import { ToxicsError } from '../errors.ts';
import { formatAddress, isLoopback, parseAddress, type Address } from './address.ts';

/** What an empty host stands for: every address, of IPv6 and IPv4. */
const EVERY_ADDRESS = '::';

/**
 * Where a proxy is to listen, with a name resolved, IPv4 first, as Go's net does.
 * @throws {ToxicsError} TOXICS_LISTEN, or TOXICS_NOT_LOOPBACK where it may listen on loopback only
 */
export async function resolveListen(text: string, mayExpose: boolean): Promise<Address> {
  const { host, port } = parseAddress(text);
  const ip = host === '' ? EVERY_ADDRESS : await ipOf(host);
  if (mayExpose || isLoopback(ip)) return { host: ip, port };
  throw new ToxicsError(
    'TOXICS_NOT_LOOPBACK',
    `listen ${formatAddress({ host: ip, port })}: expected an address of loopback, as nothing else was allowed (--expose), got ${JSON.stringify(text)}`,
  );
}

async function ipOf(host: string): Promise<string> {
  if (isIP(host) > 0) return host;
  try {
    return (await lookup(host, { order: 'ipv4first' })).address;
  } catch (cause) {
    throw new ToxicsError('TOXICS_LISTEN', `lookup ${host}: ${describeError(cause)}`, { cause });
  }
}
