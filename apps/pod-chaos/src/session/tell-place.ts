import type { Kubernetes } from '@pod-contagion/chaos';
import type { Output } from './output.ts';

/** Says where a command acts before it does: a fault in another cluster than the one meant is the worst of all. */
export async function tellPlace(
  output: Output,
  { access }: Kubernetes,
  namespaces: readonly string[] | 'all',
): Promise<void> {
  const { describeAccess } = await import('@pod-contagion/cluster-client');
  const { context, server } = access;
  output.progress('cluster', { context, server, namespaces }, describeAccess(access, namespaces));
}
