import { describeError } from '@pod-contagion/errors';
import type { OwnProvider } from '../experiment.ts';
import type { Json, JsonObject } from '../json.ts';
import { substitute, type Values } from '../values/substitute.ts';
import { activityFailed } from '../errors.ts';
import { NOTHING_FORESEEN, type ActivityContext, type Preview, type Provider } from './provider.ts';

/** One thing that this toolkit does itself: a line in the table of who runs experiments. */
export type OwnAction = Readonly<{
  meaning: string;
  /**
   * What it does with these arguments, in a few words.
   * @throws where they are not what it takes
   */
  describe: (args: JsonObject) => string;
  /** What it would do now; changes nothing. */
  preview?: (args: JsonObject, signal: AbortSignal) => Promise<Preview>;
  /**
   * Makes sure that it is not refused whatever comes before it; changes nothing.
   * @throws why it is
   */
  refuse?: (args: JsonObject, signal: AbortSignal) => Promise<void>;
  run: (args: JsonObject, context: ActivityContext) => Promise<Json>;
}>;

/** What this toolkit does itself, by name. */
export type OwnActions = Readonly<Record<string, OwnAction>>;

/** The provider `pod-chaos`: what the toolkit's commands do, with their flags as arguments. */
export function createOwnProvider(actions: OwnActions): Provider<OwnProvider> {
  const argsOf = (spec: OwnProvider, values: Values): JsonObject =>
    substitute(spec.arguments ?? {}, values) as JsonObject;
  const actionOf = ({ func }: OwnProvider): OwnAction => {
    const action = Object.hasOwn(actions, func) ? actions[func] : undefined;
    if (action === undefined)
      throw activityFailed(`expected one of ${Object.keys(actions).join(', ')}, got ${JSON.stringify(func)}`);
    return action;
  };
  return {
    needsCluster: true,
    check(spec, values) {
      if (!Object.hasOwn(actions, spec.func)) {
        return [
          {
            field: ['func'],
            message: `expected one of ${Object.keys(actions).join(', ')}, got ${JSON.stringify(spec.func)}`,
          },
        ];
      }
      try {
        actionOf(spec).describe(argsOf(spec, values));
        return [];
      } catch (error) {
        const message = describeError(error);
        const name = Object.keys(spec.arguments ?? {}).find((each) => names(message, each));
        return [{ field: ['arguments', ...(name === undefined ? [] : [name])], message }];
      }
    },
    describe: (spec, values) => actionOf(spec).describe(argsOf(spec, values)),
    preview: async (spec, { values, signal }) =>
      (await actionOf(spec).preview?.(argsOf(spec, values), signal)) ?? NOTHING_FORESEEN,
    refuse: async (spec, { values, signal }) => actionOf(spec).refuse?.(argsOf(spec, values), signal),
    run: (spec, context) => actionOf(spec).run(argsOf(spec, context.values), context),
  };
}

/** Whether a message is about this argument. */
function names(message: string, name: string): boolean {
  return message.startsWith(`--${name} `) || message.endsWith(`got ${JSON.stringify(name)}`);
}
