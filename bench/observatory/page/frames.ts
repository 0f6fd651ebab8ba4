import type { Browser } from 'playwright-core';
import { scriptOfFrames } from './script-time.ts';
import { untilDrawn, visit } from './visit.ts';

/** What drawing was like for a while: ms from frame to frame, ms of the page's own program in each, and stops of more than 50 ms. */
export type Frames = Readonly<{ gapsMs: number[]; scriptMs: number[]; stops: number }>;

/** What is loaded and drawn once is not measured, in ms. */
const SETTLE_MS = 5_000;

/** Looks at a page for so many seconds, as it is when one opens it: field, curve, tree and graph. */
export async function measureFrames(browser: Browser, url: string, seconds: number): Promise<Frames> {
  const opened = await visit(browser, url);
  await untilDrawn(opened);
  await opened.page.waitForTimeout(SETTLE_MS);
  await browser.startTracing(opened.page, { categories: ['devtools.timeline'] });
  const { gapsMs, stops } = await opened.page.evaluate(watchFrames, seconds * 1_000);
  const trace = await browser.stopTracing();
  await opened.close();
  return { gapsMs, stops, scriptMs: scriptOfFrames(trace) };
}

/** Runs in the page. */
async function watchFrames(forMs: number): Promise<{ gapsMs: number[]; stops: number }> {
  const gapsMs: number[] = [];
  let stops = 0;
  const observer = new PerformanceObserver((list) => (stops += list.getEntries().length));
  observer.observe({ type: 'longtask' });
  let beforeMs = await new Promise<number>(requestAnimationFrame);
  const untilMs = beforeMs + forMs;
  while (beforeMs < untilMs) {
    const nowMs = await new Promise<number>(requestAnimationFrame);
    gapsMs.push(nowMs - beforeMs);
    beforeMs = nowMs;
  }
  observer.disconnect();
  return { gapsMs, stops };
}
