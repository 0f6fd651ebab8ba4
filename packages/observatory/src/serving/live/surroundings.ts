import { isStatus, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { MAX_LABELS_SHOWN, MAX_LOOKED_AT } from '../limits.ts';

/** What there is where nothing fits: looked at only then. */
export type Surroundings = Readonly<{
  /** Undefined where that could not be told. */
  hasNamespace: boolean | undefined;
  /** Pods of the namespace, whatever their labels. */
  others: number | undefined;
  /** Labels that they have, as `key=value`, the most frequent first. */
  labels: readonly string[];
}>;

/** Before it was looked. */
export const NOTHING_KNOWN: Surroundings = { hasNamespace: undefined, others: undefined, labels: [] };

/** Labels that only Kubernetes chooses. */
const OF_KUBERNETES = /^(pod-template-hash|controller-revision-hash|pod-template-generation)=/;

type PodList = Readonly<{
  items: readonly Readonly<{ metadata?: { labels?: Record<string, string> } }>[] | null;
  metadata?: Readonly<{ remainingItemCount?: number }>;
}>;

/** Looks whether a namespace is there, and which labels its pods have. What is forbidden is left out. */
export async function lookAround(
  client: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<Surroundings> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const hasNamespace = client.json({ path, signal }).then(
    () => true,
    (error: unknown) => (isStatus(error, 404) ? false : undefined),
  );
  const list = client
    .json<PodList>({ path: `${path}/pods`, query: { limit: String(MAX_LOOKED_AT) }, signal })
    .catch(() => undefined);
  const { items, metadata } = (await list) ?? {};
  const counts = new Map<string, number>();
  for (const { metadata: { labels = {} } = {} } of items ?? []) {
    for (const [key, value] of Object.entries(labels)) {
      const label = `${key}=${value}`;
      if (!OF_KUBERNETES.test(label)) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return {
    hasNamespace: await hasNamespace,
    others: items === undefined ? undefined : (items?.length ?? 0) + (metadata?.remainingItemCount ?? 0),
    labels: [...counts]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, MAX_LABELS_SHOWN)
      .map(([label]) => label),
  };
}
