import { createKinds } from '../../src/kinds/index.ts';
import type { Clock } from '../../src/machinery/clock.ts';
import type { Pool } from '../../src/network/types.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';

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
