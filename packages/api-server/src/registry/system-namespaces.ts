import type { Registry } from './registry.ts';

/** The namespaces that every cluster has. */
export const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'] as const;

/**
 * Makes those of the namespaces every cluster has that are missing, as an API server does when it starts.
 *
 * Source: pkg/controlplane/controller/systemnamespaces.
 */
export function createSystemNamespaces(registry: Registry): void {
  for (const name of SYSTEM_NAMESPACES) {
    if (registry.find('namespaces', '', name) !== undefined) continue;
    registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
}
