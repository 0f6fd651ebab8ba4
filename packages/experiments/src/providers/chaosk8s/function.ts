import type { Kubernetes } from '@pod-contagion/chaos';
import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import { activityFailed } from '../../errors.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { ActivityContext, Preview } from '../provider.ts';

/** The cluster that functions ask and act on. */
export type FunctionCluster = Readonly<{ kube: Kubernetes; api: ApiClient }>;

/** What an argument may be. */
export type ArgumentKind = 'text' | 'whole' | 'number' | 'bool' | 'list' | 'object' | 'any';

/** One argument of a function: its kind, and what it is where it is left out; required without that. */
export type Argument = Readonly<{ kind: ArgumentKind; fallback?: Json }>;

/** What a function is called with. */
export type FunctionContext = Omit<ActivityContext, 'values'> & FunctionCluster;

/** What a look at the cluster takes. */
export type LookContext = Pick<FunctionContext, 'kube' | 'api' | 'signal'>;

/** A function of `chaosk8s` as this toolkit does it. */
export type ChaosFunction = Readonly<{
  arguments: Readonly<Record<string, Argument>>;
  /** What an action would do now; asks, and changes nothing. */
  preview?: (args: JsonObject, context: LookContext) => Promise<Preview>;
  run: (args: JsonObject, context: FunctionContext) => Promise<Json>;
}>;

/** An argument that has to be given. */
export const required = (kind: ArgumentKind): Argument => ({ kind });

/** One that may be left out. */
export const optional = (kind: ArgumentKind, fallback: Json): Argument => ({ kind, fallback });

/** The namespace, which is `default` for Chaos Toolkit, whatever the context of the kubeconfig says. */
export const NAMESPACE: Readonly<Record<'ns', Argument>> = { ns: optional('text', 'default') };

const IS: Readonly<Record<ArgumentKind, (value: Json) => boolean>> = {
  text: (value) => typeof value === 'string',
  whole: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  any: () => true,
};

const WORDS: Readonly<Record<ArgumentKind, string>> = {
  text: 'text',
  whole: 'a whole number',
  number: 'a number',
  bool: 'true or false',
  list: 'a list',
  object: 'an object',
  any: 'anything',
};

/** What is wrong with an argument; with all of them where it has no name. */
export type WrongArgument = Readonly<{ name?: string; message: string }>;

/** What is wrong with the arguments of a function, as Python would say when it is called. */
export function wrongArguments(
  known: ChaosFunction['arguments'],
  given: JsonObject,
): readonly WrongArgument[] {
  const names = Object.keys(known).join(', ');
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(known, name));
  const wrong = Object.entries(known).flatMap(([name, argument]) =>
    wrongArgument(name, argument, given[name]),
  );
  return [
    ...unknown.map((name) => ({ name, message: `expected one of ${names}, got ${JSON.stringify(name)}` })),
    ...wrong,
  ];
}

function wrongArgument(
  name: string,
  { kind, fallback }: Argument,
  value: Json | undefined,
): readonly WrongArgument[] {
  if (value === undefined) return fallback === undefined ? [{ message: `expected ${name}, got none` }] : [];
  if (IS[kind](value) || (value === null && fallback === null)) return [];
  return [{ name, message: `expected ${WORDS[kind]}, got ${JSON.stringify(value)}` }];
}

/** The arguments with what was left out. */
export function withFallbacks(known: ChaosFunction['arguments'], given: JsonObject): JsonObject {
  const all = Object.entries(known).map(([name, { fallback }]) => [name, given[name] ?? fallback ?? null]);
  return Object.fromEntries(all) as JsonObject;
}

/** What is not as it should be: an error where a function is told to raise one, else false. */
export function failOr(fails: Json | undefined, message: string): false {
  if (fails === true) throw activityFailed(message);
  return false;
}
