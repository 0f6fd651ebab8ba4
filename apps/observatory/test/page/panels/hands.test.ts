/** Panels under wheels and keys: what a narrow page does, and what is told to whoever does not see. */
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { setStage } from '../testing/open-page.ts';

t.test('panels', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const server = await stage.serve({ pods: 50, rate: 0.02 });

  await t.test('a narrow page scrolls where it has panels, and a wide one zooms', async (t) => {
    for (const [width, scrolls] of [
      [400, true],
      [1280, false],
    ] as const) {
      const { page } = await stage.open(server.url, { viewport: { width, height: 640 } });
      const tree = page.getByRole('application', { name: /^Transmission tree/ });
      await tree.scrollIntoViewIfNeeded();
      await tree.hover();
      const before = await page.evaluate(() => scrollY);
      await page.mouse.wheel(0, -100);
      const moved = async (): Promise<boolean> => (await page.evaluate(() => scrollY)) !== before;
      if (scrolls) await until('the page to scroll', moved);
      else await page.getByRole('button', { name: 'whole tree' }).and(page.locator(':enabled')).waitFor();
      t.equal(await moved(), scrolls);
      await page.context().close();
    }
  });

  await t.test('what arrows come to is told', async (t) => {
    const { page } = await stage.open(server.url);
    const told = page.locator('[aria-live=polite]');
    await page.getByRole('tab', { name: 'Heatmap' }).click();
    for (const name of [/^Heatmap/, /^Transmission tree/]) {
      const panel = page.getByRole('application', { name });
      const before = await told.innerText();
      await panel.focus();
      await page.keyboard.press('ArrowRight');
      await until('something to be told', async () => (await told.innerText()) !== before);
      await until('what stands below', async () => {
        const caption = await panel
          .locator('xpath=ancestor::section[1]//p[@class="panel-caption"]')
          .innerText();
        return (await told.innerText()) === caption;
      });
    }
    await page.context().close();
    t.pass('twice');
  });
});
