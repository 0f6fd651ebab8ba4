import { type Json, textOf } from '../json.ts';
import { providerFor, type Providers } from '../providers/provider.ts';
import { secondsToMs } from '../providers/seconds.ts';
import { readJsonPath } from '../values/json-path.ts';
import { compilePythonPattern } from '../values/python-pattern.ts';
import { askedNames, isAsked, withoutAsked } from '../values/asked.ts';
import { substitute, unknownNames, type Values } from '../values/substitute.ts';
import type { Path } from './document.ts';
import {
  isReference,
  type Activity,
  type Experiment,
  type ProviderSpec,
  type Tolerance,
} from '../experiment.ts';
import { namedActivities, stepsOf } from './walk.ts';

/** What is wrong, or strange, and where. */
export type Finding = Readonly<{ path: Path; message: string }>;

/** What a schema can't say: mistakes, and what is worth a second look. */
export type Findings = Readonly<{ mistakes: readonly Finding[]; notes: readonly Finding[] }>;

/** Parts of an output that a tolerance may look at, by the provider. */
const TARGETS: Readonly<Partial<Record<ProviderSpec['type'], readonly string[]>>> = {
  http: ['status', 'headers', 'body'],
  process: ['status', 'stdout', 'stderr'],
};

/**
 * Checks an experiment whose form is right: references, tolerances, pauses, and what each provider says of its own. What
 * depends on a value that a probe is asked for is left to whoever checks again when it is known.
 */
export function checkRules(experiment: Experiment, all: Values, providers: Providers): Findings {
  const mistakes: Finding[] = [];
  const notes: Finding[] = [];
  const named = namedActivities(experiment);
  const values = withoutAsked(all);
  for (const [name, value] of Object.entries(all.configuration)) {
    if (!isAsked(value)) continue;
    const spec = value['provider'] as unknown as ProviderSpec;
    mistakes.push(...checkProvider(spec, ['configuration', name, 'provider'], values, providers));
  }
  for (const { step, part, path } of stepsOf(experiment)) {
    if (isReference(step)) {
      const found = named.get(step.ref);
      if (found === undefined) {
        mistakes.push({
          path: [...path, 'ref'],
          message: `expected the name of an activity, got ${JSON.stringify(step.ref)}`,
        });
      } else if (part === 'hypothesis' && found.tolerance === undefined && step.tolerance === undefined) {
        mistakes.push({
          path,
          message: `expected a tolerance here or at ${JSON.stringify(step.ref)}, got none`,
        });
      } else if (step.tolerance !== undefined) {
        const place = [...path, 'tolerance'];
        mistakes.push(...checkTolerance(step.tolerance, found.provider, place, values, providers));
      }
      continue;
    }
    mistakes.push(...checkActivity(step, path, values, providers));
    for (const name of unknownNames(step.provider, all)) {
      notes.push({
        path,
        message: `nothing is called ${name} in configuration and secrets: \${${name}} stays as it is`,
      });
    }
  }
  const isKnown = ({ path }: Finding): boolean => askedNames(nearest(experiment, path), all).length === 0;
  return { mistakes: mistakes.filter(isKnown), notes };
}

/** What stands at the end of a path, or as near to it as there is something. */
function nearest(experiment: Experiment, path: Path): Json {
  let found = experiment as unknown as Json;
  for (const step of path) {
    const next = (found as Readonly<Record<string | number, Json>> | null)?.[step];
    if (next === undefined) break;
    found = next;
  }
  return found;
}

function checkActivity(
  { provider, tolerance, pauses = {} }: Activity,
  path: Path,
  values: Values,
  providers: Providers,
): readonly Finding[] {
  const mistakes = checkProvider(provider, [...path, 'provider'], values, providers).slice();
  for (const name of ['before', 'after'] as const) {
    const given = pauses[name];
    if (given === undefined || secondsToMs(substitute(given, values)) !== undefined) continue;
    mistakes.push({
      path: [...path, 'pauses', name],
      message: `expected seconds or a \${name} that gives them, got ${JSON.stringify(given)}`,
    });
  }
  if (tolerance !== undefined) {
    mistakes.push(...checkTolerance(tolerance, provider, [...path, 'tolerance'], values, providers));
  }
  return mistakes;
}

function checkProvider(
  spec: ProviderSpec,
  path: Path,
  values: Values,
  providers: Providers,
): readonly Finding[] {
  const found = providerFor(providers, spec).check(spec, values);
  return found.map(({ field, message }) => ({ path: [...path, ...field], message }));
}

function checkTolerance(
  tolerance: Tolerance,
  provider: ProviderSpec,
  path: Path,
  values: Values,
  providers: Providers,
): readonly Finding[] {
  if (typeof tolerance !== 'object' || Array.isArray(tolerance)) return [];
  const kind = tolerance as Exclude<Tolerance, readonly Json[] | boolean | number | string>;
  if (kind.type === 'probe') return checkProvider(kind.provider, [...path, 'provider'], values, providers);
  const wrong = wrongIn(kind, values);
  if (wrong !== undefined) return [{ path: [...path, wrong.field], message: wrong.message }];
  const targets = TARGETS[provider.type];
  if (targets === undefined || kind.type === 'jsonpath') return [];
  if (kind.target !== undefined && targets.includes(kind.target)) return [];
  const got = kind.target === undefined ? 'none' : JSON.stringify(kind.target);
  const message = `expected a target of ${targets.join(', ')} for a ${kind.type} of what ${provider.type} gives, got ${got}`;
  return [{ path: kind.target === undefined ? path : [...path, 'target'], message }];
}

type Wrong = Readonly<{ field: string; message: string }>;

function wrongIn(
  tolerance: Exclude<Tolerance, readonly Json[] | boolean | number | string | { type: 'probe' }>,
  values: Values,
): Wrong | undefined {
  if (tolerance.type === 'range') {
    const [low = 0, high = 0] = tolerance.range;
    return low <= high
      ? undefined
      : { field: 'range', message: `expected the lower number first, got ${low} and ${high}` };
  }
  const field = tolerance.type === 'regex' ? 'pattern' : 'path';
  const text = textOf(substitute(tolerance.type === 'regex' ? tolerance.pattern : tolerance.path, values));
  const read = tolerance.type === 'regex' ? compilePythonPattern(text) : readJsonPath(text);
  return typeof read === 'string'
    ? { field, message: `expected a ${field} that can be read, got ${text}: ${read}` }
    : undefined;
}
