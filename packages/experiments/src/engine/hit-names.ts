import type { Hit } from '../providers/provider.ts';

/** Names of what was hit: pods with their namespaces, or the node. */
export function hitNames({
  node,
  pods,
}: Readonly<{ node?: string | undefined; pods: Hit['pods'] }>): readonly string[] {
  return node === undefined ? pods.map(({ namespace, name }) => `${namespace}/${name}`) : [`node ${node}`];
}
