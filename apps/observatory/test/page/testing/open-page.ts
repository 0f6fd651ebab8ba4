import { join } from 'node:path';
import { openObservatoryServer, openSyntheticFeed } from '@pod-contagion/observatory/serving';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Test } from 'tap';
import { buildPage } from '../../../../../scripts/build/page.ts';
import { BROWSER_FLAGS, browserPath } from '../../../../../scripts/testing/browser.ts';

/** How long anything may take in a browser on a busy machine, in ms. */
const PATIENCE_MS = 60_000;

/** A page that is open, and what it did that it may not. */
export type OpenPage = Readonly<{
  page: Page;
  /** Lines of the console, errors, refusals by its policy, and requests to elsewhere. */
  wrongs: string[];
}>;

/** A browser, the page as it is built now, and servers of it. */
export type Stage = Readonly<{
  browser: Browser;
  folder: string;
  serve: (
    options: Readonly<{ pods: number; rate: number; port?: number }>,
  ) => Promise<Readonly<{ url: string; close: () => Promise<void> }>>;
  open: (url: string, options?: BrowserContextOptions) => Promise<OpenPage>;
}>;

/** Starts a browser for a test file, with a page that is built for it; all of it ends with the test. */
export async function setStage(t: Test): Promise<Stage> {
  const folder = join(t.testdir(), 'page');
  await buildPage(folder);
  const browser = await chromium.launch({
    executablePath: browserPath() ?? '',
    args: BROWSER_FLAGS.slice(1),
  });
  t.teardown(() => browser.close());
  return {
    browser,
    folder,
    async serve({ pods, rate, port = 0 }) {
      const feed = openSyntheticFeed({ pods, rate, seed: 7 });
      const server = await openObservatoryServer({ feed, pageFolder: folder, port });
      const close = async (): Promise<void> => {
        await server.close();
        await feed.close();
      };
      t.teardown(close);
      return { url: server.url, close };
    },
    open: (url, options) => openPage(browser, url, options),
  };
}

async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('console', (message) => {
    // Other tests make and remove networks: the browser breaks off what is under way, and the page tries again.
    if (!message.text().includes('ERR_NETWORK_CHANGED')) wrongs.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrongs.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'blob:' && origin !== new URL(url).origin) wrongs.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
      // The console is what the test reads.
      console.error(`violates ${violatedDirective}`);
    });
  });
  await page.goto(url);
  await page.waitForFunction(() => performance.getEntriesByName('pods-drawn').length > 0);
  return { page, wrongs };
}
