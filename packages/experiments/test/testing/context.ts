import type { ActivityContext, Hit, StandingFault } from '../../src/providers/provider.ts';
import type { Values } from '../../src/values/substitute.ts';

/** What a provider gets in a test, and what it handed over. */
export function contextOfTest(
  values: Values = { configuration: {}, secrets: {} },
  signal: AbortSignal = new AbortController().signal,
): ActivityContext & { hits: Hit[]; faults: StandingFault[]; lines: string[] } {
  const hits: Hit[] = [];
  const faults: StandingFault[] = [];
  const lines: string[] = [];
  return {
    values,
    signal,
    hits,
    faults,
    lines,
    tell: (line) => void lines.push(line),
    hit: (hit) => void hits.push(hit),
    standing: (fault) => void faults.push(fault),
  };
}
