import { describeError } from '@pod-contagion/errors';
import { isReference, type Experiment } from '../experiment.ts';
import { namedActivities, stepsOf } from '../format/walk.ts';
import { providerFor, type Providers } from '../providers/provider.ts';
import type { Values } from '../values/substitute.ts';

/** Why steps would be refused whatever comes before them, a line each; asks, and changes nothing. */
export async function refusals(
  experiment: Experiment,
  values: Values,
  providers: Providers,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const named = namedActivities(experiment);
  const lines: string[] = [];
  for (const { step } of stepsOf(experiment)) {
    const activity = isReference(step) ? named.get(step.ref) : step;
    if (activity === undefined) continue;
    const { provider, name } = activity;
    const refuse = providerFor(providers, provider).refuse?.(provider, { values, signal });
    const why = await refuse?.then(() => undefined, describeError);
    if (why !== undefined && !lines.includes(`${name}: ${why}`)) lines.push(`${name}: ${why}`);
  }
  return lines;
}
