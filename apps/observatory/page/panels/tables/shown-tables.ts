import { signal, type Signal } from '@preact/signals';
import { shareInAddress } from '../../state/address.ts';

/** Names of the panels that are shown as tables. */
const shown: Signal<readonly string[]> = signal([]);

/** Whether a panel is to be shown as a table. */
export function isTable(panel: string): boolean {
  return shown.value.includes(panel);
}

/** Shows a panel as a table, or as it is. */
export function showTable(panel: string, isOne: boolean): void {
  const others = shown.peek().filter((each) => each !== panel);
  shown.value = isOne ? [...others, panel] : others;
}

/** Keeps in the address which those are. */
export function shareTables(): void {
  shareInAddress('table', {
    write: () => shown.value.join() || undefined,
    read: (text) => {
      shown.value = text?.split(',') ?? [];
    },
  });
}
