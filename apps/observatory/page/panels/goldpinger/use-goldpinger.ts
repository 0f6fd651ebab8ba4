import { usePolled } from '../use-polled.ts';
import { readGoldpinger, type Goldpinger } from './read-goldpinger.ts';

/** What a Goldpinger of the cluster says, asked while a panel wants to know; undefined while nobody has answered. */
export function useGoldpinger(isWanted: boolean): Goldpinger | undefined {
  return usePolled('api/goldpinger', { everyMs: 5_000, isWanted, read: readGoldpinger });
}
