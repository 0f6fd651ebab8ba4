import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import { readPod, readReport, type PodObject, type Report } from '@pod-contagion/epidemic';
import { MAX_ASKED, MAX_ASKED_AT_ONCE } from '../limits.ts';
import type { ServiceFacts } from './sneeze.ts';

/** Who was infected, by its own report. */
export type Infected = Readonly<{ pod: string } & Report>;

/**
 * Asks the podders behind a Service, through the API server, which of them `from` infected. Empty where none says so:
 * who answered was infected already, or does not tell, as an original podder.
 */
export async function findInfectedBy(
  client: ApiClient,
  { namespace, selector }: ServiceFacts,
  from: string,
  signal?: AbortSignal,
): Promise<readonly Infected[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const { items } = await client.json<{ items: readonly PodObject[] }>({
    path,
    query: { labelSelector: selectorText(selector), limit: String(MAX_ASKED) },
    signal,
  });
  const waiting = items.map((pod) => readPod(pod)).filter(({ containerId }) => containerId !== undefined);
  const found: Infected[] = [];
  async function ask(): Promise<void> {
    for (let pod = waiting.pop(); pod !== undefined; pod = waiting.pop()) {
      const answer = await client
        .ask({ path: `${path}/${encodeURIComponent(pod.name)}:${pod.healthPort}/proxy/infection`, signal })
        .catch(() => undefined);
      const report = answer?.status === 200 ? readReport(answer.text) : undefined;
      if (report?.from === from) found.push({ pod: pod.name, ...report });
    }
  }
  await Promise.all(Array.from({ length: MAX_ASKED_AT_ONCE }, ask));
  return found;
}

/** A selector of equalities as `labelSelector` takes it. */
export function selectorText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
