import { useEffect, useState } from 'preact/hooks';
import { connection, model } from '../state/store.ts';

/**
 * What a path of the server says, asked again and again while somebody wants to know and the page follows a cluster; undefined while
 * nobody has answered.
 */
export function usePolled<T>(
  path: string,
  { everyMs, isWanted, read }: Readonly<{ everyMs: number; isWanted: boolean; read: (body: unknown) => T }>,
): T | undefined {
  const [told, setTold] = useState<T | undefined>(undefined);
  const isThere = isWanted && connection.value === 'open' && model.source?.kind === 'cluster';
  useEffect(() => {
    if (!isThere) return setTold(undefined);
    const stopping = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch(path, { signal: stopping.signal });
        if (response.ok) {
          const body: unknown = await response.json();
          setTold(() => read(body));
        }
      } catch {
        // The page says by itself that its server is gone.
      }
      if (!stopping.signal.aborted) timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      stopping.abort();
      clearTimeout(timer);
    };
  }, [isThere]);
  return told;
}
