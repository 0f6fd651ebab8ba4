import { NOTHING_FORESEEN, providerFor, type Provider, type Providers } from '../providers/provider.ts';
import { askedNames, withoutAsked } from '../values/asked.ts';
import type { Values } from '../values/substitute.ts';
import type { ReadExperiment } from './read-experiment.ts';
import { isReference, type ProviderSpec } from '../experiment.ts';
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
  /** Whether somebody, or all of it, would be refused as things are now. */
  isRefused: boolean;
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
    const asked = askedNames(provider, values);
    const { lines, isRefused } =
      signal === undefined || type !== 'action' || asked.length > 0
        ? NOTHING_FORESEEN
        : ((await by.preview?.(provider, { values, signal })) ?? NOTHING_FORESEEN);
    described.push({
      part,
      type,
      name: redactor.text(name),
      background,
      does: redactor.text(doesWhat(by, provider, values)),
      would: lines.map(redactor.text),
      isRefused,
    });
  }
  return described;
}

/** What it does, as far as that is known before a probe is asked for the values. */
function doesWhat(by: Provider, provider: ProviderSpec, values: Values): string {
  const asked = askedNames(provider, values);
  const known = withoutAsked(values);
  if (asked.length === 0) return by.describe(provider, known);
  const later = `with what a probe says of ${asked.join(', ')}`;
  try {
    return `${by.describe(provider, known)}, ${later}`;
  } catch {
    return `${'func' in provider ? provider.func : provider.type}, ${later}`;
  }
}
