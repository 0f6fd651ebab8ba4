import type { Effect } from '../fault-agent.ts';
import { formatPercent } from './describe.ts';
import { TOLERANCE_POINTS } from './limits.ts';
import type { BurnFaultSpec } from './spec.ts';
import type { BurnAccount } from './threads/orders.ts';

/** From which share of the time spent waiting for a processor it is said of a miss, in per cent: a little is everywhere. */
const TOLD_WAIT_PERCENT = 5;

/**
 * What a burn has reached: a core that is farther from what was asked than the tolerance makes that the whole has missed.
 * `throttled` counts periods of CPU quotas, of the cgroups that the agent sees: that of the pod is often not among them,
 * and then the time that a thread waited tells of it.
 */
export function judgeBurn(
  { cores, percent, limitCores }: BurnFaultSpec,
  accounts: readonly BurnAccount[],
  throttled: number,
): Effect {
  const shares = accounts.map(({ usedMs, lastedMs }) => (lastedMs > 0 ? (100 * usedMs) / lastedMs : 0));
  const isReached = shares.every((share) => Math.abs(share - percent) <= TOLERANCE_POINTS);
  const level = { asked: percent, reached: round(mean(shares)), unit: 'percent of each core' } as const;
  const waited = mean(
    accounts.map(({ waitedMs, lastedMs }) => (lastedMs > 0 ? (100 * waitedMs) / lastedMs : 0)),
  );
  const notes = [
    ...(throttled > 0 ? [`the CPU quota stopped it in ${throttled} periods`] : []),
    ...(!isReached && waited > TOLD_WAIT_PERCENT
      ? [`it waited ${formatPercent(waited)} of the time for a processor${whose(cores, percent, limitCores)}`]
      : []),
  ];
  return {
    hits: isReached ? cores : 0,
    unit: 'cores',
    level,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

function whose(cores: number, percent: number, limitCores: number | undefined): string {
  if (limitCores === undefined) return ', which others on the node had';
  const asked = (cores * percent) / 100;
  return asked >= limitCores
    ? `: the pod's limit is ${limitCores} cores by its spec`
    : `, which others of the pod (its limit is ${limitCores} cores by its spec) or of the node had`;
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
