import type { PortRange } from '@pod-contagion/chaos/faults';
import type { Flag } from '@pod-contagion/command-line';

/** Reads `80`, `8000-8099` or several with commas; undefined where one is no port or a range runs backwards. */
export function parsePorts(text: string): readonly PortRange[] | undefined {
  const ranges = text.split(',').map(parseRange);
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

/** A flag that takes ports; may be repeated. */
export function portsFlag(help: string): Flag<readonly PortRange[]> {
  return {
    valueName: 'ports',
    expected: 'ports from 1 to 65535: 80, 8000-8099 or 80,443',
    help,
    repeated: true,
    read: (texts) => {
      const ranges = texts.map(parsePorts);
      return ranges.every((each) => each !== undefined) ? ranges.flat() : undefined;
    },
    fallback: [],
  };
}

function parseRange(text: string): PortRange | undefined {
  const [, first, last] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text) ?? [];
  const from = Number(first);
  const to = Number(last ?? first);
  return from >= 1 && from <= to && to <= 65_535 ? { from, to } : undefined;
}
