import { effect } from '@preact/signals';
import { model, version } from '../state/store.ts';
import { takeOver, type Feeder } from './feeding.ts';
import { followServer } from './live.ts';
import { openFile } from './open-file.ts';

/** Whether what the server has is still what the address was opened for. */
let isFirst = true;

/** Shows what the server has: what is now, or the whole of a recording where it serves one. Gives by whom, until another takes over. */
export function showServer(): Feeder {
  const feeder = takeOver('live');
  feeder.signal.addEventListener('abort', () => {
    isFirst = false;
  });
  const before = model.source;
  followServer(feeder);
  const stop = effect(() => {
    void version.value;
    if (feeder.signal.aborted || model.source === before || model.source?.kind !== 'replay') return;
    // All of it at once, so that one can go back and forth.
    queueMicrotask(() => {
      stop();
      void fetchRecording(model.source?.name ?? 'recording', feeder.signal);
    });
  });
  feeder.signal.addEventListener('abort', () => stop());
  return feeder;
}

async function fetchRecording(name: string, signal: AbortSignal): Promise<void> {
  const response = await fetch('api/recording');
  // One that has none plays it itself.
  if (!response.ok) return;
  const file = await response.blob();
  // Something else may be shown by now.
  if (!signal.aborted) await openFile(file, name, isFirst);
}
