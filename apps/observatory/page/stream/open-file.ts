import { tryAgain } from '../state/try-again.ts';
import { signal, type Signal } from '@preact/signals';
import { readAddress } from '../state/address.ts';
import { chartSpan } from '../state/charts.ts';
import { cursorMs, isReading } from '../state/store.ts';
import { play } from '../state/transport.ts';
import { mode, takeOver, touchNow, type Feeder } from './feeding.ts';

/** Why a file that was opened can't be shown, in one sentence. */
export const badFile: Signal<string | undefined> = signal(undefined);

/**
 * Shows a recording in place of what is shown, and plays it from its beginning; or, where it is what the address is about, stands where
 * that says.
 */
export async function openFile(file: Blob, name: string, isOfAddress = false): Promise<void> {
  badFile.value = undefined;
  isReading.value = true;
  try {
    const { readRecording } = await tryAgain(() => import('./replay.ts'));
    // What was shown stays until then: a file may be no recording at all.
    const begin = (): Feeder => {
      const feeder = takeOver('replay');
      if (isOfAddress) readAddress();
      // The address may still say that it simulates.
      mode.value = 'replay';
      return feeder;
    };
    await readRecording(file, name, begin, () => {
      // While it is read the span is told seldom: it may still be that of what was shown before.
      touchNow();
      if (cursorMs.value === undefined) play(chartSpan.value[0]);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    badFile.value = `${name} can't be replayed. ${reason}. A recording is what --record wrote, as it is or with gzip.`;
  } finally {
    isReading.value = false;
    touchNow();
  }
}

/** Opens what is dropped onto the page. */
export function openDropped(): void {
  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    void openFile(file, file.name);
  });
}
