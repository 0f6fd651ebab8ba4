import type { Selection } from '@pod-contagion/chaos';
import type { Output } from '../session/output.ts';
import { counted, podName, podText } from './pod.ts';

/** Says who would be hit and who is passed over and why: the whole of a dry run. */
export function tellSelection(output: Output, fault: string, selection: Selection): void {
  const { chosen, qualifying, passedOver, seed } = selection;
  const counts = { chosen: chosen.length, qualifying, passedOver: passedOver.length };
  output.result('selection', { fault, ...counts, seed }, [
    `dry run: ${fault}; ${counted(chosen.length, 'pod')} would be hit of ${qualifying} that qualify, nothing is touched (--seed ${seed} repeats the choice)`,
  ]);
  for (const target of chosen) {
    const { node, owner, ready } = target;
    const of = owner === undefined ? '' : `, of ${owner}`;
    output.result('target', { pod: podName(target), node, owner, ready, dryRun: true }, [
      `  hit        ${podText(target)} on ${node}${of}${ready ? '' : ', not ready'}`,
    ]);
  }
  for (const { pod, why } of passedOver) {
    output.result('passed-over', { pod: podName(pod), why }, [`  passed over ${podText(pod)}: ${why}`]);
  }
}

/** Says who is about to be hit. */
export function tellTargets(output: Output, fault: string, { chosen, qualifying, seed }: Selection): void {
  output.progress(
    'progress',
    { what: 'chosen', fault, chosen: chosen.map(podName), qualifying, seed },
    `${fault}: ${chosen.map(podText).join(', ')} (${chosen.length} of ${qualifying} that qualify, seed ${seed})`,
  );
}
