import { effect } from '@preact/signals';
import { freshness } from '../stream/freshness.ts';
import { showServer } from '../stream/sources.ts';

/** How long a server may take to show its cluster as it is now, in ms. */
const LIMIT_MS = 20_000;

/**
 * Shows the cluster that is watched, whatever was shown before, and waits until it is seen as it is now. Gives the signal that is aborted
 * once something else is shown; undefined where something else already is, or where the cluster is not to be seen.
 */
export async function showCluster(): Promise<AbortSignal | undefined> {
  const { signal } = showServer();
  return (await isLiveSoon(signal)) ? signal : undefined;
}

async function isLiveSoon(shown: AbortSignal): Promise<boolean> {
  let stop = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), LIMIT_MS);
      shown.addEventListener('abort', () => resolve(false), { once: true });
      stop = effect(() => {
        if (freshness.value === 'LIVE') resolve(!shown.aborted);
      });
    });
  } finally {
    clearTimeout(timer);
    stop();
  }
}
