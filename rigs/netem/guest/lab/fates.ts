import type { AgentSpec } from '@pod-contagion/chaos/agent';
import { fateOf, nameOf, type Call } from './calls.ts';
import type { Laboratory } from './laboratory.ts';

/** What a fault is to hit, and what it must leave alone. */
export type Fates = Readonly<{ what: string; hit: readonly Call[]; untouched: readonly Call[] }>;

/** Claims that a fault hits some calls and leaves others alone; every call is made while it is there. */
export async function claimFates(laboratory: Laboratory, order: AgentSpec, fates: Fates): Promise<void> {
  const { what, hit, untouched } = fates;
  const wrong: string[] = [];
  await laboratory.during(order, async () => {
    for (const [calls, expected] of [
      [hit, 'hit'],
      [untouched, 'untouched'],
    ] as const) {
      for (const call of calls) {
        const fate = await fateOf(laboratory, call);
        if (fate !== expected) wrong.push(`${nameOf(call)} is ${fate}`);
      }
    }
  });
  laboratory.claim({
    what,
    expected: `hit: ${hit.map(nameOf).join(', ')}; untouched: ${untouched.map(nameOf).join(', ')}`,
    measured: wrong.length === 0 ? 'as expected' : wrong.join(', '),
    holds: wrong.length === 0,
  });
}
