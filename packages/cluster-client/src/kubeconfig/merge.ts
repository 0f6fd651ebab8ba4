import type { Config } from './config.ts';

/**
 * Several kubeconfigs as one: of what has a name, the whole entry of the first file that has it; the first
 * current context that is not empty (client-go, ClientConfigLoadingRules.Load).
 */
export function mergeConfigs(configs: readonly Config[]): Config {
  return {
    currentContext: configs.map(({ currentContext }) => currentContext).find((name) => name !== '') ?? '',
    contexts: firstOfEach(configs.map(({ contexts }) => contexts)),
    clusters: firstOfEach(configs.map(({ clusters }) => clusters)),
    users: firstOfEach(configs.map(({ users }) => users)),
  };
}

function firstOfEach<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const map of maps) {
    for (const [name, entry] of map) if (!first.has(name)) first.set(name, entry);
  }
  return first;
}
