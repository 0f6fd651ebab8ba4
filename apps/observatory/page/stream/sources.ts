import { effect } from '@preact/signals';
import { model, version } from '../state/store.ts';
import { takeOver } from './feeding.ts';
import { followServer } from './live.ts';
import { openFile } from './open-file.ts';

/** Shows what the server has: what is now, or the whole of a recording where it serves one. */
export function showServer(): void {
  const feeder = takeOver('live');
  const before = model.source;
  followServer(feeder);
  const stop = effect(() => {
    void version.value;
    if (feeder.signal.aborted || model.source === before || model.source?.kind !== 'replay') return;
    // All of it at once, so that one can go back and forth.
    queueMicrotask(() => {
      stop();
      void fetchRecording(model.source?.name ?? 'recording');
    });
  });
  feeder.signal.addEventListener('abort', () => stop());
}

async function fetchRecording(name: string): Promise<void> {
  const response = await fetch('api/recording');
  // One that has none plays it itself.
  if (!response.ok) return;
  await openFile(await response.blob(), name);
}
