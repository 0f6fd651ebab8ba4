import { signal, type Signal } from '@preact/signals';

/** Whether the dialog of what can be saved is open. */
export const isExportOpen: Signal<boolean> = signal(false);

/** Opens the dialog of what can be saved. */
export function openExport(): void {
  isExportOpen.value = true;
}
