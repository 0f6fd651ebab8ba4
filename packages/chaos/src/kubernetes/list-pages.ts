import { ChaosError } from '../errors.ts';
import { calling, statusOf } from './api-error.ts';

/** How many objects are asked for at once, as kubectl does. */
export const PAGE_SIZE = 500;

/** Most pages of one list: half a million objects, more than a cluster holds. */
const MAX_PAGES = 1_000;

/** How often a list is begun anew because the server has forgotten where it was. */
const MAX_RESTARTS = 3;

/** One page of a list, as the Kubernetes client gives it. */
type Page<T> = Readonly<{ items: readonly T[] | null; metadata?: { _continue?: string } }>;

/**
 * Reads a whole list page by page; where the server has forgotten where it was (410, after some minutes), from the
 * beginning.
 *
 * Source: kubernetes.io/docs/reference/using-api/api-concepts, "Retrieving large results sets in chunks".
 */
export async function listPages<T>(
  doing: string,
  ask: (page: Readonly<{ limit: number; _continue?: string }>) => Promise<Page<T>>,
): Promise<T[]> {
  let restarts = 0;
  let items: T[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    try {
      const { items: more, metadata = {} } = await calling(
        doing,
        ask({ limit: PAGE_SIZE, ...(token === undefined ? {} : { _continue: token }) }),
      );
      // Go writes an empty list as null.
      items.push(...(more ?? []));
      ({ _continue: token } = metadata);
      if (!token) return items;
    } catch (error) {
      if (statusOf(error) !== 410 || token === undefined || ++restarts > MAX_RESTARTS) throw error;
      token = undefined;
      items = [];
    }
  }
  throw new ChaosError(
    'CHAOS_API',
    `can't ${doing}: expected at most ${MAX_PAGES * PAGE_SIZE} objects, got more`,
  );
}
