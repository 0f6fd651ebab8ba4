import { endianness } from 'node:os';
import type { Listener } from './processes.ts';

/** A socket that listens, and the number by which /proc/PID/fd names it. */
export type ListeningSocket = Listener & Readonly<{ inode: string }>;

/** The state of a socket that listens. Source: include/net/tcp_states.h (TCP_LISTEN). */
const LISTENING = '0A';

/** The first 96 bits of an IPv6 address that stands for one of IPv4. Source: RFC 4291, 2.5.5.2. */
const MAPPED_IPV4 = /^0{20}FFFF/;

/**
 * Reads the sockets that listen out of /proc/PID/net/tcp or tcp6, whose addresses are words of 32 bits in the byte order
 * of the machine, and whose ports are plain numbers. Source: proc_pid_net(5).
 */
export function parseTcpTable(
  text: string,
  isLittleEndian: boolean = endianness() === 'LE',
): ListeningSocket[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    if (state !== LISTENING || inode === undefined) return [];
    const host = hostOf(isLittleEndian ? address.replaceAll(/.{8}/g, reversedBytes) : address);
    return [{ host, port: Number.parseInt(port, 16), inode }];
  });
}

function reversedBytes(word: string): string {
  return (word.match(/../g) ?? []).toReversed().join('');
}

function hostOf(hex: string): string {
  const ipv4 = MAPPED_IPV4.test(hex) ? hex.slice(-8) : hex;
  if (ipv4.length === 8) return (ipv4.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.');
  // Shortened as everybody writes it.
  return new URL(`http://[${(hex.match(/.{4}/g) ?? []).join(':')}]`).hostname.slice(1, -1);
}
