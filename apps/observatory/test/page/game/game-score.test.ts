/** What a game comes to, in a real browser: time counts although nothing happens any more. */
import { SyntheticEpidemic } from '@pod-contagion/observatory';
import type { Feed } from '@pod-contagion/observatory/serving';
import type { Page } from 'playwright-core';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { setStage, type Stage } from '../testing/open-page.ts';
import { serveGame } from '../testing/served-game.ts';

/** A cluster in the middle of an epidemic, of which nothing more is heard than that it is there. */
function quietFeed(infectedForMs: number): Feed {
  const startMs = Date.now() - infectedForMs;
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.2, seed: 3, startMs });
  epidemic.frame(startMs + infectedForMs);
  const snapshot = epidemic.snapshot();
  return {
    epoch: snapshot.epoch,
    cursor: snapshot.cursor,
    snapshot: () => snapshot,
    status: () => snapshot.status,
    subscribe: () => () => {},
    close: async () => {},
  };
}

const number = async (page: Page, name: string): Promise<number> =>
  Number(await page.locator('.points dt', { hasText: name }).locator('+ dd').innerText());

t.test('points', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);

  await t.test('whoever hits the first one has prevented all', async (t) => {
    const { page, wrongs } = await open(t, stage, quietFeed(0), '&sim.n=20&sim.until=2m');
    const panel = page.getByRole('region', { name: 'Game' });
    await panel.getByRole('button', { name: 'practise on the simulator' }).click();
    await panel.getByText('PRACTICE').waitFor();
    await page.keyboard.press('4');
    await page.getByRole('button', { name: /^incubating 1$/ }).click();
    const grid = page.getByRole('grid', { name: 'Podders' });
    await until('the one that is infected', async () => (await grid.getAttribute('aria-rowcount')) === '2');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.drawer').waitFor();
    await page.keyboard.press('x');
    await panel.getByText('1 hit, it is over').waitFor();
    await until('points', async () => (await number(page, 'points')) > 10);
    // All at one moment, as time goes on.
    const texts = await page.locator('.points').innerText();
    const [points, infections, without, onWell] = [
      'points',
      'infections',
      'without you',
      'hits on the well',
    ].map((name) => Number(new RegExp(`${name}\\s+(-?\\d+)`).exec(texts)?.[1]));
    t.equal(infections, 1);
    t.equal(points, (without ?? NaN) - 1);
    t.equal(onWell, 0);
    t.same(wrongs, []);
    await page.context().close();
  });

  await t.test(
    'on a cluster that is quiet time counts, from what it is and by its own settings',
    async (t) => {
      // Nobody would fall ill for an hour by these.
      const { page, wrongs } = await open(t, stage, quietFeed(60_000), '&sim.delay=1h');
      await playLive(page);
      await until('infections that did not come', async () => (await number(page, 'points')) > 2);
      t.equal(await number(page, 'infections'), 0);
      const before = await number(page, 'without you');
      await until('more of them', async () => (await number(page, 'without you')) > before);
      await page.getByText('What is not known of the present').click();
      await page.getByText(/^Measured: symptoms after/).waitFor();
      t.same(wrongs, []);
      await page.context().close();
    },
  );

  await t.test('where nobody is infected yet that is said', async (t) => {
    const { page, wrongs } = await open(t, stage, quietFeed(0), '');
    await playLive(page);
    await page.getByText('Nobody is infected yet').waitFor();
    t.same(wrongs, []);
    await page.context().close();
  });

  await t.test('where no cluster is watched one can practise alone', async (t) => {
    const { page, wrongs } = await open(t, stage, quietFeed(0), '', '');
    const panel = page.getByRole('region', { name: 'Game' });
    await panel.getByText('No cluster is watched here').waitFor();
    t.equal(await panel.getByRole('textbox').count(), 0);
    t.equal(await panel.getByRole('button', { name: 'play live' }).count(), 0);
    t.ok(await panel.getByRole('button', { name: 'practise on the simulator' }).isEnabled());
    t.same(wrongs, []);
    await page.context().close();
  });
});

async function open(
  t: Parameters<typeof serveGame>[0],
  stage: Stage,
  feed: Feed,
  settings: string,
  namespace = 'default',
): ReturnType<Stage['open']> {
  const { url } = await serveGame(t, stage.folder, feed, { namespace });
  const opened = await stage.open(url + settings);
  await opened.page.getByRole('button', { name: 'game' }).click();
  return opened;
}

async function playLive(page: Page): Promise<void> {
  const panel = page.getByRole('region', { name: 'Game' });
  await panel.getByRole('textbox').fill('default');
  await panel.getByRole('button', { name: 'play live' }).click();
  await panel.getByText('LIVE GAME').waitFor();
}
