import { createApiClient } from '@pod-contagion/cluster-client/requests';
import type { Kubernetes } from '@pod-contagion/chaos';
import { activityFailed } from '../errors.ts';
import type { PythonProvider } from '../experiment.ts';
import type { JsonObject } from '../json.ts';
import { substitute, type Values } from '../values/substitute.ts';
import { wrongArguments, withFallbacks, type ChaosFunction } from './chaosk8s/function.ts';
import { CHAOS_MODULES, whyUnknown } from './chaosk8s/functions.ts';
import { NOTHING_FORESEEN, type Provider } from './provider.ts';

/** Connects to the cluster, once. */
export type Connect = () => Promise<Kubernetes>;

/** Functions of `chaosk8s` by this toolkit; no Python is run, and none is needed. */
export function createPythonProvider(connect: Connect): Provider<PythonProvider> {
  const argsOf = (spec: PythonProvider, values: Values): JsonObject =>
    substitute(spec.arguments ?? {}, values) as JsonObject;
  return {
    needsCluster: true,
    check(spec, values) {
      const why = whyUnknown(spec.module, spec.func);
      if (why !== undefined) {
        return [{ field: [Object.hasOwn(CHAOS_MODULES, spec.module) ? 'func' : 'module'], message: why }];
      }
      return wrongArguments(functionOf(spec).arguments, argsOf(spec, values)).map(({ name, message }) => ({
        field: name === undefined ? ['arguments'] : ['arguments', name],
        message,
      }));
    },
    describe(spec, values) {
      const given = Object.entries(argsOf(spec, values)).map(
        ([name, value]) => `${name}=${JSON.stringify(value)}`,
      );
      return `${spec.module}.${spec.func}(${given.join(', ')})`;
    },
    async preview(spec, { values, signal }) {
      const { arguments: known, preview } = functionOf(spec);
      if (preview === undefined) return NOTHING_FORESEEN;
      const kube = await connect();
      const args = withFallbacks(known, argsOf(spec, values));
      return preview(args, { kube, api: createApiClient(kube.access), signal });
    },
    async run(spec, context) {
      const func = functionOf(spec);
      const args = argsOf(spec, context.values);
      const [wrong] = wrongArguments(func.arguments, args);
      if (wrong !== undefined)
        throw activityFailed(`${spec.func}: ${wrong.name ?? 'arguments'}: ${wrong.message}`);
      const kube = await connect();
      const api = createApiClient(kube.access);
      return func.run(withFallbacks(func.arguments, args), { ...context, kube, api });
    },
  };
}

function functionOf({ module, func }: PythonProvider): ChaosFunction {
  const found = CHAOS_MODULES[module]?.[func];
  if (found === undefined) throw activityFailed(whyUnknown(module, func) ?? func);
  return found;
}
