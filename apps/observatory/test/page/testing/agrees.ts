import { CONDITIONS } from '@pod-contagion/epidemic';
import type { Snapshot } from '@pod-contagion/observatory';
import type { Page } from 'playwright-core';

/** Whether the six numbers of the page are those of the server, at one moment. */
export async function agrees(page: Page, url: string): Promise<boolean> {
  const snapshot = (await (await fetch(`${url}api/state`)).json()) as Snapshot;
  const wanted = CONDITIONS.map((_, code) => snapshot.pods.condition.filter((each) => each === code).length);
  const shown = await page.$$eval('[data-count]', (all) => all.map(({ textContent }) => Number(textContent)));
  return shown.join() === wanted.join() && shown.length === CONDITIONS.length;
}

/** What stands on the badge beside the age. */
export const badge = (page: Page): Promise<string> => page.locator('.badge').innerText();

/** Whether what is shown is called live, and is what the server has. */
export async function isLive(page: Page, url: string): Promise<boolean> {
  return (await badge(page)).startsWith('LIVE') && agrees(page, url);
}
