import type { Model } from '@pod-contagion/observatory';
import { model, selectedInfection, selectedPod } from '../state/store.ts';

/** Selects an infection, by its row of the table, and the pod that has it; nothing where it is undefined. */
export function chooseInfection(row: number | undefined): void {
  const { infections } = model;
  selectedPod.value = row === undefined ? undefined : infections.pod.at(row);
  selectedInfection.value = row === undefined ? undefined : infections.first + row;
}

/** Selects a pod by its number, and no infection of it in particular. */
export function choosePod(pod: number | undefined): void {
  selectedInfection.value = undefined;
  selectedPod.value = pod;
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
  const pods = infections.pod.array;
  for (let row = infections.length - 1; row >= 0; row--) if (pods[row] === pod) return row;
  return undefined;
}

/** The name of a pod by its number. */
export function nameOfPod({ pods }: Model, pod: number): string {
  return pods.name[pod - pods.first] ?? `pod ${pod}`;
}
