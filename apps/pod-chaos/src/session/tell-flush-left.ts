import type { Output } from './output.ts';

/** Says what a flush may have left on its node where whoever began it leaves at once, and how to end it. */
export function tellFlushLeft(
  output: Output,
  { run, node, namespace }: Readonly<{ run: string; node: string; namespace: string }>,
): void {
  const cleanup = `pod-chaos cleanup -n ${namespace} --node ${node}`;
  output.result('left', { node, run, cleanup }, [
    `left: node ${node}: the flush of run ${run} may be there still; its agent ends it; to end it now: ${cleanup}`,
  ]);
}
