import { usageError } from '../../errors.ts';
import type { PortRange } from './spec.ts';

/** A port and the bits of it that count, as u32 filters match. */
export type PortMask = Readonly<{ value: number; mask: number }>;

const MAX_PORT = 65_535;

/**
 * Reads `80` or `8000-8010`.
 *
 * @throws {ChaosError} CHAOS_USAGE where it is neither, or not within 1 to 65535.
 */
export function parsePortRange(text: string): PortRange {
  const [, first, last = first] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text) ?? [];
  const range = { from: Number(first), to: Number(last) };
  if (!isPortRange(range))
    throw usageError(`expected a port from 1 to ${MAX_PORT} or a range such as 8000-8010, got "${text}"`);
  return range;
}

/** Says whether both ends are ports, in order. */
export function isPortRange({ from, to }: PortRange): boolean {
  return Number.isInteger(from) && Number.isInteger(to) && from >= 1 && from <= to && to <= MAX_PORT;
}

/** Writes a range as `parsePortRange` reads it. */
export function formatPortRange({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** The fewest masks that together match exactly the ports of a range; 30 at most. */
export function portMasks({ from, to }: PortRange): readonly PortMask[] {
  const masks: PortMask[] = [];
  for (let port = from; port <= to;) {
    let size = 1;
    while (port % (size * 2) === 0 && port + size * 2 - 1 <= to) size *= 2;
    masks.push({ value: port, mask: (0x10000 - size) & 0xffff });
    port += size;
  }
  return masks;
}
