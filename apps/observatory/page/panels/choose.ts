import type { Model } from '@pod-contagion/observatory';
import { select, selectInfection } from '../state/selection.ts';
import { model, selectedInfection, selectedPod } from '../state/store.ts';

/** Selects an infection, by its row of the table, and the pod that has it; nothing where it is undefined. */
export function chooseInfection(row: number | undefined): void {
  if (row === undefined) select(undefined);
  else selectInfection(model.infections.first + row);
}

/** The row of the infection that is selected: the one that was chosen, else the latest of the pod that was. */
export function selectedRow(): number | undefined {
  const { infections } = model;
  const pod = selectedPod.value;
  const chosen = selectedInfection.value;
  if (chosen !== undefined) {
    const row = chosen - infections.first;
    const isKnown = row >= 0 && row < infections.length;
    if (isKnown && (pod === undefined || infections.pod.at(row) === pod)) return row;
  }
  if (pod === undefined) return undefined;
  const latest = infections.pod.lastIndexOf(pod);
  return latest < 0 ? undefined : latest;
}

/** The name of a pod by its number. */
export function nameOfPod({ pods }: Model, pod: number): string {
  return pods.name[pod - pods.first] ?? `pod ${pod}`;
}
