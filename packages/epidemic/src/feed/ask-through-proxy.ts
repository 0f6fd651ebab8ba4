import { refused, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { readReport } from '../report.ts';
import type { AskPodder } from './poller.ts';

/** Asks podders through the API server, which takes the right to get `pods/proxy`. */
export function createAskThroughProxy(client: ApiClient, namespace: string): AskPodder {
  return async ({ pod, podPort }, signal) => {
    if (pod === undefined || podPort === undefined)
      throw new Error('expected a pod and its port, got neither');
    const place = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}:${podPort}`;
    const request = { path: `${place}/proxy/infection`, signal };
    const { status, text } = await client.ask(request);
    if (status === 200) return readReport(text);
    // Whoever has no such page will not get one.
    if (status === 404 && !text.includes('"kind"')) return undefined;
    throw refused(request, status, text);
  };
}
