import { readFile } from 'node:fs/promises';

/** The state of a socket that listens. Source: include/net/tcp_states.h (TCP_LISTEN). */
const LISTENING = '0A';

/**
 * In which blocks 127.X.0.0/16 of this machine somebody listens, whoever that is: the Xs. None where there is no /proc.
 */
export async function listeningBlocks(): Promise<ReadonlySet<number>> {
  return parseListeners(await readFile('/proc/net/tcp', 'latin1').catch(() => ''), isLittleEndian());
}

/** Reads the lines of /proc/net/tcp, whose addresses are in the byte order of the machine. Source: proc_pid_net(5). */
export function parseListeners(text: string, littleEndian: boolean): ReadonlySet<number> {
  const blocks = new Set<number>();
  for (const line of text.split('\n')) {
    const [, local = '', , state] = line.trim().split(/\s+/, 4);
    const bytes = local.match(/[0-9A-F]{2}/g)?.slice(0, 4) ?? [];
    const [first, second] = (littleEndian ? bytes.toReversed() : bytes).map((byte) =>
      Number.parseInt(byte, 16),
    );
    if (state === LISTENING && first === 127 && second !== undefined) blocks.add(second);
  }
  return blocks;
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}
