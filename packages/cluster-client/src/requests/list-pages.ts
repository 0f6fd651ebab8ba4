import { ClusterClientError } from '../errors.ts';
import { MAX_LIST_RESTARTS, MAX_PAGES, PAGE_SIZE } from '../limits.ts';
import { statusOf as statusOfRefusal } from './refusal.ts';

/** Which page is asked for: the first one without a token. Without a limit the whole list is. */
export type PageQuery = Readonly<{ limit?: number; token?: string }>;

/** One page of a list; the token leads to the next one. Go writes an empty list as null. */
export type Page<T> = Readonly<{
  items: readonly T[] | null;
  token?: string | undefined;
  resourceVersion?: string | undefined;
}>;

/** A whole list, and the version from which a watch goes on. */
export type Listed<T> = Readonly<{ items: T[]; resourceVersion: string }>;

/**
 * Reads a whole list page by page, all of them as things were when the first was read. Where the server has forgotten how
 * that was (410, after some minutes), the list is asked for anew and as a whole, so that it can't be forgotten again.
 * `statusOf` reads the status out of what `ask` throws.
 *
 * Source: client-go/tools/pager/pager.go; kubernetes.io/docs/reference/using-api/api-concepts, "Retrieving large results
 * sets in chunks".
 * @throws {ClusterClientError} CLUSTER_API where there are more pages than may be, and what `ask` throws
 */
export async function listPages<T>(
  ask: (page: PageQuery) => Promise<Page<T>>,
  statusOf: (error: unknown) => number | undefined = statusOfRefusal,
): Promise<Listed<T>> {
  let items: T[] = [];
  let token: string | undefined;
  let resourceVersion: string | undefined;
  let restarts = 0;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    try {
      const limit = restarts === 0 ? { limit: PAGE_SIZE } : {};
      const page = await ask({ ...limit, ...(token === undefined ? {} : { token }) });
      // One by one: what is spread into a call has to fit on the stack.
      for (const item of page.items ?? []) items.push(item);
      resourceVersion ??= page.resourceVersion;
      token = page.token || undefined;
      if (token === undefined) return { items, resourceVersion: resourceVersion ?? '' };
    } catch (error) {
      if (statusOf(error) !== 410 || token === undefined || ++restarts > MAX_LIST_RESTARTS) throw error;
      items = [];
      token = undefined;
      resourceVersion = undefined;
    }
  }
  throw new ClusterClientError('CLUSTER_API', `expected at most ${MAX_PAGES * PAGE_SIZE} objects, got more`);
}
