import { ApiError } from '../../src/machinery/api-error.ts';
import { createKinds } from '../../src/kinds/index.ts';
import type { Kind } from '../../src/registry/kind.ts';
import type { Clock } from '../../src/machinery/clock.ts';
import type { KubeObject, ResourceName } from '../../src/machinery/objects.ts';
import { createAddressPool, createNumberPool } from '../../src/machinery/pool.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';

/** When everything in these tests takes place. */
export const NOW_MS: number = Date.parse('2030-01-01T00:00:00Z');

const clock: Clock = { nowMs: () => NOW_MS, schedule: () => () => {} };

/** A registry of all kinds with a Namespace; its Services get addresses from 127.65.0.1 and node ports from 30000 on. */
export function createFixture(): {
  registry: Registry;
  kinds: readonly Kind[];
  kind: (resource: ResourceName) => Kind;
} {
  const first = 127 * 2 ** 24 + 65 * 2 ** 16 + 1;
  const order = { kind: 'sequential' } as const;
  const kinds = createKinds({
    serviceAddresses: createAddressPool(
      createNumberPool({ first, last: first + 9, order, range: '127.65.0.0/28' }),
    ),
    nodePorts: createNumberPool({ first: 30_000, last: 30_004, order, range: '30000-30004' }),
  });
  const registry = createRegistry(kinds, clock, (error) => {
    throw error;
  });
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  return { registry, kinds, kind: registry.kindOf };
}

/** The causes of the Status that a call fails with, as `field: message`. */
export function causesOf(call: () => unknown): string[] {
  try {
    call();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return (error.status.details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`);
  }
  return [];
}

/** The message of the Status that a call fails with; undefined where it doesn't. */
export function messageOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.status.message;
  }
  return undefined;
}

/** Cells of an object by heading, as `kubectl get -o wide` shows them. */
export function cellsOf(kind: Kind, object: unknown): Record<string, unknown> {
  return Object.fromEntries(kind.columns.map(({ name, cell }) => [name, cell(object as KubeObject, NOW_MS)]));
}

/** A pod as short as it can be; `spec` is added to its own. */
export function aPod(spec: object = {}, metadata: object = {}): never {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod', namespace: 'default', ...metadata },
    spec: { containers: [{ name: 'main', image: 'pod-contagion:generic' }], ...spec },
  } as never;
}

/** A Deployment or ReplicaSet as short as it can be. */
export function aWorkload(kind: 'Deployment' | 'ReplicaSet', spec: object = {}, podSpec: object = {}): never {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'main', image: 'pod-contagion:generic' }], ...podSpec },
      },
      ...spec,
    },
  } as never;
}

/** A Service as short as it can be. */
export function aService(spec: object = {}, name: string = 'web'): never {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
  } as never;
}
