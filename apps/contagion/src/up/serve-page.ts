import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import type { Observer } from '@pod-contagion/epidemic/feed';
import { describeError } from '@pod-contagion/errors';
import type { RecordingTarget } from '@pod-contagion/observatory/serving';
import type { UpPlan } from './plan.ts';
import type { Reporter } from './reporter.ts';

/** What the page shows, and where that is told. */
export type PageSurroundings = Readonly<{
  client: ApiClient;
  observer: Observer;
  kubeconfig: string;
  reporter: Reporter;
}>;

/** A page that is served. */
export type ServedPage = Readonly<{ close: () => Promise<void> }>;

/**
 * Serves the page of an observation that is under way, and tells where. What serves it is loaded only now. A cluster without its page
 * is still one: where it can't be served that is told, and nothing else happens.
 */
export async function servePage(
  { page, observed }: Pick<UpPlan, 'page' | 'observed'>,
  target: RecordingTarget | undefined,
  { client, observer, kubeconfig, reporter }: PageSurroundings,
): Promise<ServedPage | undefined> {
  if (page === undefined) return undefined;
  const { openLiveFeed, openObservatoryServer } = await import('@pod-contagion/observatory/serving');
  const { namespace, labelSelector } = observed;
  const feed = openLiveFeed({
    client,
    observer,
    name: 'local cluster',
    place: { kubeconfig, namespace, selector: labelSelector },
  });
  try {
    const server = await openObservatoryServer({ feed });
    reporter.page({ url: server.url });
    const recording = target?.begin(feed, reporter.notice);
    if (page.opens) {
      const { openBrowser } = await import('../observe/open-browser.ts');
      openBrowser(server.url, reporter.notice);
    }
    return {
      async close() {
        await recording?.close();
        if (recording !== undefined) reporter.notice(`recorded in ${recording.path}`);
        await server.close();
        await feed.close();
      },
    };
  } catch (error) {
    await feed.close();
    reporter.notice(`the page is not served: ${describeError(error)}`);
    return undefined;
  }
}
