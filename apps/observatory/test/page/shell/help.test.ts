/** The help in a real browser: what lies below it gets no key, and the focus comes back. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { setStage } from '../testing/open-page.ts';

const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName);

t.test('the help', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const server = await stage.serve({ pods: 10, rate: 0.02 });
  const { page, wrongs } = await stage.open(server.url);
  const dialog = page.getByRole('dialog', { name: 'Help' });
  const isClosed = (): Promise<void> => dialog.waitFor({ state: 'detached' });

  await t.test('the focus comes back to where it was', async (t) => {
    const field = page.getByRole('application', { name: /^Pods/ });
    for (const key of ['Escape', '?']) {
      await field.focus();
      const before = await focused(page);
      await page.keyboard.press('?');
      await dialog.waitFor();
      await page.keyboard.press(key);
      await isClosed();
      t.equal(await focused(page), before, key);
    }
    await page.getByRole('button', { name: 'Help' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'close' }).click();
    await isClosed();
    t.equal(await focused(page), 'Help');
  });

  await t.test('no key does anything below it, wherever it was clicked', async (t) => {
    await page.getByRole('button', { name: 'Help' }).click();
    await dialog.waitFor();
    for (const place of [undefined, dialog.getByRole('heading', { name: 'Keys' })]) {
      await place?.click();
      for (const key of ['5', ',', 't', '/', 'x', 'e']) await page.keyboard.press(key);
    }
    t.equal(await page.getByRole('dialog').count(), 1);
    await page.keyboard.press('Escape');
    await isClosed();
    t.equal(await page.getByRole('tab', { selected: true }).innerText(), 'Graph');
    await page.getByRole('button', { name: 'pause' }).waitFor();
    await page.getByRole('button', { name: 'auto', exact: true }).waitFor();
    await page.keyboard.press('5');
    await until('keys to count again', () => page.url().includes('tab=events'));
  });
  t.same(wrongs, []);
});
