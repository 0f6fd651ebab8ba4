import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { SOURCE_CONDITION } from '../../../scripts/files.ts';

/** A page that is open, and the tools of its browser. */
export type Visit = Readonly<{ page: Page; tools: CDPSession; close: () => Promise<void> }>;

/** A server of the page in a process of its own. */
export type Served = Readonly<{ url: string; close: () => void }>;

/** How long anything may take, in ms. */
const PATIENCE_MS = 120_000;

/** Serves so many pods, or nothing but a heading. */
export async function serve(folder: string, pods: number, isFloor = false): Promise<Served> {
  const program = new URL('server.ts', import.meta.url);
  const child = fork(program, [folder, String(pods), ...(isFloor ? ['floor'] : [])], {
    execArgv: [`--conditions=${SOURCE_CONDITION}`],
  });
  const [url] = (await once(child, 'message')) as [string];
  return { url, close: () => child.disconnect() };
}

/** Opens an address in a profile of its own, as a new user would. */
export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await page.goto(url);
  return { page, tools, close: () => context.close() };
}

/** Waits until the page has drawn pods. */
export async function untilDrawn({ page }: Visit): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('pods-drawn').length > 0);
}
