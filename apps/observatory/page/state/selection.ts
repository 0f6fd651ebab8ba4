import { effect, signal, type Signal } from '@preact/signals';
import { shareInAddress } from './address.ts';
import { playing } from './transport.ts';
import {
  brush,
  cursorMs,
  isReading,
  model,
  selectedInfection,
  selectedPod,
  strain,
  version,
} from './store.ts';

/** The pod of the address, until it is known. */
const wantedPod: Signal<string | undefined> = signal(undefined);
/** The infection of the address, until its pod and it are known: the moment at which the pod was infected, as numbers of infections change. */
const wantedInfectionMs: Signal<number | undefined> = signal(undefined);
const wantedStrain: Signal<string | undefined> = signal(undefined);

/** Chooses a pod, by its number; of its infections, none or one by its number. */
export function select(pod: number | undefined, infection?: number): void {
  wantedPod.value = undefined;
  wantedInfectionMs.value = undefined;
  selectedPod.value = pod;
  selectedInfection.value = infection;
}

/** Chooses an infection, and with it its pod. */
export function selectInfection(infection: number): void {
  const row = infection - model.infections.first;
  if (row >= 0 && row < model.infections.length) select(model.infections.pod.at(row), infection);
}

/** Keeps what is chosen in the address. */
export function shareSelection(): void {
  let begunMs = cursorMs.value;
  shareInAddress('pod', {
    write: () => wantedPod.value ?? nameOf(selectedPod.value),
    read: (name) => {
      wantedPod.value = name;
      if (name === undefined) select(undefined);
    },
    isStep: true,
  });
  shareInAddress('infection', {
    write: () => textOf(wantedInfectionMs.value ?? exposedMsOf(selectedInfection.value)),
    read: (text) => {
      selectedInfection.value = undefined;
      wantedInfectionMs.value = numberIn(text);
    },
    isStep: true,
  });
  shareInAddress('strain', {
    write: () => wantedStrain.value ?? (strain.value === undefined ? undefined : model.strains[strain.value]),
    read: (name) => {
      wantedStrain.value = name;
      if (name === undefined) strain.value = undefined;
    },
    isStep: true,
  });
  shareInAddress('t', {
    write: () => {
      // While it is played only the moment where that began stands there: each change makes browsers do things.
      if (!playing.value) begunMs = cursorMs.value;
      return textOf(begunMs);
    },
    read: (text) => {
      cursorMs.value = numberIn(text);
    },
  });
  shareInAddress('brush', {
    write: () => brush.value?.map((each) => Math.round(each)).join('-'),
    read: (text) => {
      const [from, until] = text?.split('-').map(numberIn) ?? [];
      brush.value = from === undefined || until === undefined || from >= until ? undefined : [from, until];
    },
  });
  effect(() => {
    void version.value;
    findWanted();
  });
}

/** What the address named is chosen once it is known. */
function findWanted(): void {
  const pod = wantedPod.value;
  const row = pod === undefined ? undefined : model.pods.rowOfName(pod);
  if (row !== undefined) {
    wantedPod.value = undefined;
    selectedPod.value = row + model.pods.first;
    selectedInfection.value = undefined;
  }
  findInfection();
  const place = wantedStrain.value === undefined ? -1 : model.strains.indexOf(wantedStrain.value);
  if (place < 0) return;
  strain.value = place;
  wantedStrain.value = undefined;
}

/** Looks among the infections of the pod that is chosen, for as long as there may be more of them from before. */
function findInfection(): void {
  const wantedMs = wantedInfectionMs.value;
  const pod = selectedPod.peek();
  if (wantedMs === undefined || pod === undefined || wantedPod.value !== undefined) return;
  const { infections, tMs } = model;
  for (let row = infections.length - 1; row >= 0; row--) {
    // A millisecond may be lost where times are kept from another moment on.
    const differenceMs = Math.abs((infections.exposedAtMs(row) ?? Infinity) - wantedMs);
    if (infections.pod.at(row) !== pod || differenceMs > 1) continue;
    selectedInfection.value = row + infections.first;
    break;
  }
  if (selectedInfection.peek() !== undefined || (tMs > wantedMs && !isReading.value)) {
    wantedInfectionMs.value = undefined;
  }
}

function exposedMsOf(infection: number | undefined): number | undefined {
  const { infections } = model;
  return infection === undefined ? undefined : infections.exposedAtMs(infection - infections.first);
}

function textOf(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : String(Math.round(timeMs));
}

function nameOf(pod: number | undefined): string | undefined {
  return pod === undefined ? undefined : model.pods.name[pod - model.pods.first];
}

function numberIn(text: string | undefined): number | undefined {
  const number = Number(text);
  return text === undefined || text === '' || !Number.isFinite(number) ? undefined : number;
}
