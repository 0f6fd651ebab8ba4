import { signal, type Signal } from '@preact/signals';
import { shareInAddress } from '../state/address.ts';
import { mode } from '../stream/feeding.ts';
import { CONTROLS } from './controls.ts';
import type { Texts } from './plan.ts';

/** What was changed of a simulation. */
export const simulationTexts: Signal<Texts> = signal({});

/** How keys of a simulation begin in the address. */
const PREFIX = 'sim.';

/** A simulation as parts of the address: `sim.delay` and so on; what is usual is left out. */
export function encodeSimulation(texts: Texts): ReadonlyMap<string, string> {
  const changed = CONTROLS.filter(({ key, usual }) => (texts[key] ?? usual) !== usual);
  return new Map(changed.map(({ key }) => [PREFIX + key, (texts[key] ?? '').replaceAll('\n', ';')]));
}

/** The same back; undefined where the address says nothing of a simulation. Keys that no control has are passed over. */
export function decodeSimulation(parts: ReadonlyMap<string, string>): Texts | undefined {
  if (![...parts.keys()].some((key) => key.startsWith(PREFIX))) return undefined;
  const known = CONTROLS.flatMap(({ key, kind }) => {
    const text = parts.get(PREFIX + key);
    if (text === undefined) return [];
    return [[key, kind === 'texts' ? text.replaceAll(';', '\n') : text] as const];
  });
  return Object.fromEntries(known);
}

/** Sets one of them; what is usual is left out, and so is nothing at all. */
export function changeSimulation(key: string, text: string): void {
  const { [key]: _, ...others } = simulationTexts.value;
  const usual = CONTROLS.find((control) => control.key === key)?.usual;
  simulationTexts.value = text === usual || text === '' ? others : { ...others, [key]: text };
}

let isShared = false;

/** Keeps the settings in the address, for as long as it simulates, and takes them from there. */
export function shareSimulation(): void {
  if (isShared) return;
  isShared = true;
  for (const { key } of CONTROLS) {
    shareInAddress(PREFIX + key, {
      write: () => {
        return mode.value === 'simulate'
          ? encodeSimulation(simulationTexts.value).get(PREFIX + key)
          : undefined;
      },
      read: (text) => {
        const read = text === undefined ? {} : decodeSimulation(new Map([[PREFIX + key, text]]));
        const { [key]: _, ...others } = simulationTexts.peek();
        if (text !== undefined || key in simulationTexts.peek())
          simulationTexts.value = { ...others, ...read };
      },
    });
  }
}
