import { useEffect, useState } from 'preact/hooks';
import { connection, model } from '../../state/store.ts';
import { readPodEvents, type Told } from './pod-events.ts';

const EVERY_MS = 3_000;

/** Events of the cluster, asked for while the panel is open and the page follows one; undefined where there is none to ask. */
export function usePodEvents(): Told | undefined {
  const [told, setTold] = useState<Told | undefined>(undefined);
  const isThere = connection.value === 'open' && model.source?.kind === 'cluster';
  useEffect(() => {
    if (!isThere) return setTold(undefined);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopping = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch('api/pod-events', { signal: stopping.signal });
        if (response.ok) setTold(readPodEvents(await response.json(), model));
      } catch {
        // The page says by itself that its server is gone.
      }
      if (!stopping.signal.aborted) timer = setTimeout(() => void ask(), EVERY_MS);
    };
    void ask();
    return () => {
      stopping.abort();
      clearTimeout(timer);
    };
  }, [isThere]);
  return told;
}
