import type { Access } from './open-access.ts';

/**
 * Where a command acts, on one line: said before anything is changed, as another cluster than the one meant is the
 * worst that can happen.
 */
export function describeAccess(
  { context, server, namespace }: Pick<Access, 'context' | 'server' | 'namespace'>,
  namespaces: readonly string[] | 'all' = [namespace],
): string {
  const who = context === undefined ? "the pod's own account" : `context ${context}`;
  return `${who}, server ${server}, ${namespacesText(namespaces)}`;
}

function namespacesText(namespaces: readonly string[] | 'all'): string {
  if (namespaces === 'all') return 'all namespaces';
  return `${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${namespaces.join(', ')}`;
}
