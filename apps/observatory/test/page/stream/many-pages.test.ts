/** Many pages of one server in one browser, which holds six connections to it and no more. */
import { createObservatoryApp, openSyntheticFeed, readPageFiles } from '@pod-contagion/observatory/serving';
import type { BrowserContext, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { isLive } from '../testing/agrees.ts';
import { setStage } from '../testing/open-page.ts';

const PAGES = 8;

/** Streams that a server holds now. */
type Counted = Readonly<{ url: string; readonly streams: number }>;

/** A server that counts who follows it. */
async function serveCounting(t: Test, folder: string): Promise<Counted> {
  const feed = openSyntheticFeed({ pods: 10, rate: 0.03, seed: 7 });
  const app = createObservatoryApp({ feed, page: await readPageFiles(folder) });
  t.teardown(async () => {
    await app.close();
    await feed.close();
  });
  let streams = 0;
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/api/events')) {
      streams++;
      reply.raw.once('close', () => streams--);
    }
    done();
  });
  return {
    url: `${await app.listen({ host: '127.0.0.1', port: 0 })}/`,
    get streams() {
      return streams;
    },
  };
}

/** Says in a page whether it is hidden: a browser without windows takes all for visible. */
function hideable(): void {
  let isHidden = false;
  Object.defineProperty(document, 'hidden', { get: () => isHidden });
  addEventListener('test-hidden', ({ detail }: CustomEventInit<boolean>) => {
    isHidden = detail ?? false;
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((detail) => void dispatchEvent(new CustomEvent('test-hidden', { detail })), isHidden);

async function openPages(context: BrowserContext, url: string, count: number): Promise<readonly Page[]> {
  const pages = await Promise.all(Array.from({ length: count }, () => context.newPage()));
  await Promise.all(pages.map((page) => page.goto(url)));
  return pages;
}

/** Waits until each was live with the numbers of the server. */
const allLive = (pages: readonly Page[], { url }: Counted): Promise<unknown> =>
  Promise.all(pages.map((page) => until('a page that is live', () => isLive(page, url))));

t.test('many pages', { skip: missing('chromium') }, async (t) => {
  const { browser, folder } = await setStage(t);
  const makeContext = async (script: () => void): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: { width: 400, height: 300 } });
    await context.addInitScript(script);
    return context;
  };

  await t.test('eight that are seen share one stream', async (t) => {
    const server = await serveCounting(t, folder);
    const context = await makeContext(hideable);
    const [first, second, ...others] = await openPages(context, server.url, PAGES);
    await allLive([first!, second!, ...others], server);
    t.equal(server.streams, 1);
    // Whichever was there first makes no difference.
    await first!.close({ runBeforeUnload: true });
    await second!.reload();
    await allLive([second!, ...others], server);
    t.equal(server.streams, 1);

    const left = [second!, ...others];
    await Promise.all(left.map((page) => setHidden(page, true)));
    await until('no stream, as nobody looks', () => server.streams === 0);
    await Promise.all(left.slice(0, 3).map((page) => setHidden(page, false)));
    await allLive(left.slice(0, 3), server);
    t.equal(server.streams, 1);
    await context.close();
    await until('no stream', () => server.streams === 0);
  });

  await t.test('where workers are not shared each has its own, while it is seen', async (t) => {
    const server = await serveCounting(t, folder);
    const context = await makeContext(() => {
      Reflect.deleteProperty(globalThis, 'SharedWorker');
    });
    await context.addInitScript(hideable);
    const pages = await openPages(context, server.url, 3);
    await allLive(pages, server);
    t.equal(server.streams, 3);
    await setHidden(pages[0]!, true);
    await until('two streams', () => server.streams === 2);
    await setHidden(pages[0]!, false);
    await allLive(pages, server);
    await context.close();
  });
});
