import type { ChaosError, Selection, Target } from '@pod-contagion/chaos';
import type { Output } from '../session/output.ts';
import { counted, podName, podText } from './pod.ts';

/**
 * Says who would be hit, who is passed over and why, and who would be refused if it came to it: the whole of a dry run.
 */
export function tellSelection(
  output: Output,
  fault: string,
  selection: Selection,
  refused: ReadonlyMap<Target, ChaosError> = new Map(),
): void {
  const { chosen, qualifying, passedOver, lifted, seed } = selection;
  const hit = chosen.length - refused.size;
  const counts = { chosen: chosen.length, refused: refused.size, qualifying, passedOver: passedOver.length };
  output.result('selection', { fault, ...counts, lifted, seed }, [
    `dry run: ${fault}; ${counted(hit, 'pod')} would be hit of ${qualifying} that qualify, nothing is touched (--seed ${seed} repeats the choice)${liftedText(lifted)}`,
  ]);
  for (const target of chosen) {
    const { node, owner, ready } = target;
    const of = owner === undefined ? '' : `, of ${owner}`;
    const error = refused.get(target);
    const fields = { pod: podName(target), node, owner, ready, dryRun: true };
    if (error === undefined) {
      output.result('target', fields, [
        `  hit        ${podText(target)} on ${node}${of}${ready ? '' : ', not ready'}`,
      ]);
    } else {
      const { code, message } = error;
      output.result('target', { ...fields, refused: { code, message } }, [`  ${refusedText(target, error)}`]);
    }
  }
  for (const each of passedOver) {
    const { pod, why } = each;
    output.result('passed-over', { pod: podName(pod), why }, [`  ${passedOverText(each)}`]);
  }
}

/** A pod that would be refused, in a line of a dry run. */
export function refusedText(target: Target, { code, message }: ChaosError): string {
  return `refused    ${podText(target)}: ${code}: ${message}`;
}

/** A pod that is passed over, in a line of a dry run. */
export function passedOverText({ pod, why }: Selection['passedOver'][number]): string {
  return `passed over ${podText(pod)}: ${why}`;
}

/** Says who is about to be hit. */
export function tellTargets(output: Output, fault: string, selection: Selection): void {
  const { chosen, qualifying, lifted, seed } = selection;
  output.progress(
    'progress',
    { what: 'chosen', fault, chosen: chosen.map(podName), qualifying, lifted, seed },
    `${fault}: ${chosen.map(podText).join(', ')} (${chosen.length} of ${qualifying} that qualify, seed ${seed})${liftedText(lifted)}`,
  );
}

/** Which protections the names lift, one after the other; nothing where they lift none. */
export function liftedText(lifted: Selection['lifted']): string {
  if (lifted.length === 0) return '';
  return `; -p lifts a protection of ${lifted.map(({ pod, protection }) => `${podText(pod)} (${protection})`).join(', ')}`;
}
