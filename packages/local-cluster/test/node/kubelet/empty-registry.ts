import { createKinds, createRegistry, type Registry } from '@pod-contagion/api-server/registry';
import type { Clock, Pool } from '@pod-contagion/api-server/objects';

function noPool<T>(): Pool<T> {
  return { allocate: () => undefined, reserve: () => 'ok', release: () => undefined, range: '' };
}

/** A registry with all kinds and the namespace `default`. */
export function emptyRegistry(clock: Clock, onError: (error: unknown) => void): Registry {
  const kinds = createKinds({ serviceAddresses: noPool(), nodePorts: noPool() });
  const registry = createRegistry(kinds, clock, onError);
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  return registry;
}
