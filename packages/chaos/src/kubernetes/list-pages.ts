import { ClusterClientError, listPages as listAll } from '@pod-contagion/cluster-client/requests';
import { ChaosError } from '../errors.ts';
import { calling, statusOf } from './api-error.ts';

/** One page of a list, as the Kubernetes client gives it. */
type Page<T> = Readonly<{ items: readonly T[] | null; metadata?: { _continue?: string } }>;

/**
 * Reads a whole list page by page with a call of the Kubernetes client; where the server has forgotten where it was, from
 * the beginning.
 * @throws {ChaosError} CHAOS_FORBIDDEN, CHAOS_API, CHAOS_UNREACHABLE; `doing` stands behind "can't" in the message
 */
export async function listPages<T>(
  doing: string,
  ask: (page: Readonly<{ limit?: number; _continue?: string }>) => Promise<Page<T>>,
): Promise<T[]> {
  try {
    const { items } = await listAll<T>(async ({ limit, token }) => {
      const page = {
        ...(limit === undefined ? {} : { limit }),
        ...(token === undefined ? {} : { _continue: token }),
      };
      const { items: some, metadata: { _continue: next } = {} } = await calling(doing, ask(page));
      return { items: some, token: next };
    }, statusOf);
    return items;
  } catch (cause) {
    if (!(cause instanceof ClusterClientError)) throw cause;
    throw new ChaosError('CHAOS_API', `can't ${doing}: ${cause.message}`, { cause });
  }
}
