import { useEffect, useState } from 'preact/hooks';
import { connection, model } from '../../state/store.ts';
import { readGoldpinger, type Goldpinger } from './read-goldpinger.ts';

const EVERY_MS = 5_000;

/** What a Goldpinger of the cluster says, asked while a panel wants to know; undefined while nobody has answered. */
export function useGoldpinger(isWanted: boolean): Goldpinger | undefined {
  const [told, setTold] = useState<Goldpinger | undefined>(undefined);
  const isThere = isWanted && connection.value === 'open' && model.source?.kind === 'cluster';
  useEffect(() => {
    if (!isThere) return setTold(undefined);
    const stopping = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch('api/goldpinger', { signal: stopping.signal });
        if (response.ok) setTold(readGoldpinger(await response.json()));
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
