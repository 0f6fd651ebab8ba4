import type { ApiClient } from './api-client.ts';
import { listPages, type Listed } from './list-pages.ts';

/** Objects of one kind: the path of their collection, and which of them by `labelSelector` and the like. */
export type Collection = Readonly<{
  /** `/api/v1/namespaces/lab/pods` */
  path: string;
  query?: Readonly<Record<string, string>>;
}>;

type List<T> = Readonly<{
  items: readonly T[] | null;
  metadata?: Readonly<{ continue?: string; resourceVersion?: string }>;
}>;

/**
 * Lists a collection, however long it is.
 * @throws {ClusterClientError} what `ApiClient.json` throws
 */
// oxlint-disable-next-line no-unnecessary-type-parameters -- what a collection holds is known to whoever asks
export function listResource<T>(
  client: ApiClient,
  { path, query = {} }: Collection,
  signal?: AbortSignal,
): Promise<Listed<T>> {
  return listPages(async ({ limit, token }) => {
    const page = {
      ...(limit === undefined ? {} : { limit: String(limit) }),
      ...(token === undefined ? {} : { continue: token }),
    };
    const { items, metadata = {} } = await client.json<List<T>>({
      path,
      query: { ...query, ...page },
      signal,
    });
    return { items, token: metadata.continue, resourceVersion: metadata.resourceVersion };
  });
}
