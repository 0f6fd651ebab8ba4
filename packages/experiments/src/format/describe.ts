import { providerFor, type Providers } from '../providers/provider.ts';
import type { ReadExperiment } from './read-experiment.ts';
import { isReference } from '../experiment.ts';
import { namedActivities, stepsOf } from './walk.ts';

/** One step in words: of which part, its name, and what it does. */
export type DescribedStep = Readonly<{
  part: 'hypothesis' | 'method' | 'rollbacks';
  type: 'probe' | 'action';
  name: string;
  background: boolean;
  does: string;
  /** Lines of what it would do as things are now; only of actions. */
  would: readonly string[];
}>;

/** Every step in words, without running any; with `signal`, actions are asked what they would do now. */
export async function describeExperiment(
  { experiment, values, redactor }: ReadExperiment,
  providers: Providers,
  signal?: AbortSignal,
): Promise<readonly DescribedStep[]> {
  const named = namedActivities(experiment);
  const described: DescribedStep[] = [];
  for (const { step, part } of stepsOf(experiment)) {
    const activity = isReference(step) ? named.get(step.ref) : step;
    if (activity === undefined) continue;
    const { type, name, provider, background = false } = activity;
    const by = providerFor(providers, provider);
    const would =
      signal === undefined || type !== 'action'
        ? []
        : ((await by.preview?.(provider, { values, signal })) ?? []);
    described.push({
      part,
      type,
      name: redactor.text(name),
      background,
      does: redactor.text(by.describe(provider, values)),
      would: would.map(redactor.text),
    });
  }
  return described;
}
