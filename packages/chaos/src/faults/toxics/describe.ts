import type { Attributes } from '@pod-contagion/toxics/connections';
import { describeResets } from '../redirect/describe.ts';
import type { ToxicFaultSpec, ToxicSpec } from './spec.ts';

/** What each type is told, in words; those that are told nothing, or by chance nothing, are called by their name. */
const TOLD: Readonly<Record<string, (told: Attributes) => string>> = {
  latency: ({ latency = 0, jitter = 0 }) => `${latency} ms${jitter === 0 ? '' : ` ± ${jitter} ms`}`,
  bandwidth: ({ rate = 0 }) => `${rate} KB/s`,
  slow_close: ({ delay = 0 }) => `${delay} ms`,
  timeout: ({ timeout = 0 }) => (timeout === 0 ? '' : `${timeout} ms`),
  reset_peer: ({ timeout = 0 }) => (timeout === 0 ? '' : `after ${timeout} ms`),
  slicer: ({ average_size: size = 0, size_variation: variation = 0, delay = 0 }) =>
    `${size}${variation === 0 ? '' : ` ± ${variation}`} bytes${delay === 0 ? '' : ` every ${delay} µs`}`,
  limit_data: ({ bytes = 0 }) => `${bytes} bytes`,
};

/** Says toxics in a few words, for reports, lists and dry runs: `latency 250 ms ± 50 ms downstream, port 5432, on eth0`. */
export function describeToxicFault({ toxics, port, interface: name, resetsOpen }: ToxicFaultSpec): string {
  return [...toxics.map(describeToxic), `port ${port}`, `on ${name}`, ...describeResets(resetsOpen)].join(
    ', ',
  );
}

function describeToxic({ type, attributes, stream, toxicity }: ToxicSpec): string {
  const told = TOLD[type]?.(attributes) ?? '';
  const share = toxicity === 1 ? '' : `for ${Number((toxicity * 100).toFixed(4))} %`;
  return [type, told, stream, share].filter((part) => part !== '').join(' ');
}
