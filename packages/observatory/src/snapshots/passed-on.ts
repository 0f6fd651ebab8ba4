import type { Source } from '../protocol/snapshot.ts';

/**
 * What is told of a source in a file, which may be passed on: not where on this machine a kubeconfig is. Lines for kubectl then name
 * the context, so that on another machine they act on a cluster of that name or on none.
 */
export function passedOn(source: Source): Source {
  const { kubeconfig: _, ...others } = source;
  return others.kind === 'cluster' ? { ...others, context: others.context ?? others.name } : others;
}
