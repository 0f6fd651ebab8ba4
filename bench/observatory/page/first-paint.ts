import type { Browser } from 'playwright-core';
import { untilDrawn, visit } from './visit.ts';

/** When something was first seen, and when all pods were, in ms after the browser was asked. */
export type FirstPaint = Readonly<{ paintedMs: number; drawnMs: number }>;

/** Opens a page once, with an empty cache. */
export async function measureFirstPaint(browser: Browser, url: string): Promise<FirstPaint> {
  const opened = await visit(browser, url);
  await untilDrawn(opened);
  const drawnMs = await startOf(opened.page, 'pods-drawn');
  const paintedMs = await startOf(opened.page, 'first-contentful-paint');
  await opened.close();
  return { paintedMs, drawnMs };
}

/** When a page of nothing but a heading is seen. */
export async function measureFloor(browser: Browser, url: string): Promise<number> {
  const { page, close } = await visit(browser, url);
  const paintedMs = await startOf(page, 'first-contentful-paint');
  await close();
  return paintedMs;
}

async function startOf(page: Awaited<ReturnType<typeof visit>>['page'], name: string): Promise<number> {
  await page.waitForFunction((entry) => performance.getEntriesByName(entry).length > 0, name);
  return page.evaluate((entry) => performance.getEntriesByName(entry)[0]?.startTime ?? NaN, name);
}
