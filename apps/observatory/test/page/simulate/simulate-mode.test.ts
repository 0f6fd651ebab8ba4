/** Simulating in a real browser: the page, its workers and the policy of the real server. */
import { readFile } from 'node:fs/promises';
import { Model } from '@pod-contagion/observatory';
import { linelistCsv } from '@pod-contagion/simulator/formats';
import type { Page } from 'playwright-core';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { planOf, type Texts } from '../../../page/simulate/plan.ts';
import { SimulatedCases } from '../../../page/simulate/simulated-cases.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';
import { setStage } from '../testing/open-page.ts';

const outcome = (page: Page): Promise<string> => page.locator('.outcome').innerText();
const hash = (page: Page): string => new URL(page.url()).hash;

/** The same run here: what it comes to in the words of the page, and its cases. */
function here(texts: Texts): Readonly<{ told: string; csv: string }> {
  const run = new SimulatedRun(planOf(texts).plan, 'here', 0);
  const model = new Model();
  model.load(run.snapshot());
  for (const frame of run.frames()) model.apply(frame);
  const { infections = 0, generations = [] } = run.story ?? {};
  return {
    told: `${infections.toLocaleString('en')} infections, ${generations.length} generations`,
    csv: [...linelistCsv(new SimulatedCases(model.infections, 0))].join(''),
  };
}

t.test('simulate', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const server = await stage.serve({ pods: 20, rate: 0.02 });
  const { page, wrongs } = await stage.open(`${server.url}#mode=simulate&sim.n=200&sim.seed=4&sim.until=3m`);

  await t.test('an address simulates, and the same seed comes to the same as here', async (t) => {
    await until('the end of the run', async () => /infections,/.test(await outcome(page)));
    const { told, csv } = here({ n: '200', seed: '4', until: '3m' });
    t.match(await outcome(page), told);
    t.match(await page.locator('.badge').innerText(), /^SIMULATED/);
    t.equal(
      await page
        .locator('[data-count]')
        .evaluateAll((all) => all.reduce((sum, { textContent }) => sum + Number(textContent), 0)),
      200,
    );
    await page.getByText('The same on the command line').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'save its cases as CSV' }).click();
    t.equal(await readFile(await (await saving).path(), 'utf8'), csv, 'byte for byte');
    await until('an estimate', async () => /R|extinct/.test(await page.locator('.readings').innerText()));
  });

  await t.test('a slider changes it, and the address', async (t) => {
    const slider = page.getByLabel('symptom delay, slider');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await until('the address to have it', () => hash(page).includes('sim.delay=12s'));
    const { told } = here({ n: '200', seed: '4', until: '3m', delay: '12s' });
    await until('another outcome', async () => (await outcome(page)).includes(told));
    t.equal(await page.getByLabel('symptom delay', { exact: true }).inputValue(), '12s');
  });

  await t.test('what can not be meant is said, and the run before stays', async () => {
    const delay = page.getByLabel('symptom delay', { exact: true });
    await delay.fill('soon');
    await delay.press('Enter');
    await until('the mistake', async () => (await outcome(page)).includes('delay: expected a duration'));
    await until('its mark', async () => (await delay.getAttribute('aria-invalid')) === 'true');
    await page.getByRole('button', { name: 'as usual' }).click();
    await until('the usual run', async () => (await outcome(page)).includes(here({}).told));
    await until('an address without what was changed', () => !hash(page).includes('sim.'));
  });

  await t.test('what if from here: two hundred futures', async (t) => {
    await page.getByLabel('Moment that is shown').evaluate((scrub: HTMLInputElement) => {
      scrub.value = String(Number(scrub.min) + 60_000);
      scrub.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.getByRole('button', { name: 'what if' }).click();
    await page.getByRole('button', { name: 'simulate from here' }).click();
    const told = page.locator('.what-if');
    await until('all futures', async () =>
      (await told.innerText()).includes('200 of 200 futures from 00:01:00'),
    );
    t.match(await told.innerText(), /alive after 1 h 0 min: [\d.]+ %, with 95 % confidence/);
    await page.getByRole('button', { name: 'take away' }).click();
    t.notOk((await told.innerText()).includes('futures from'));
  });

  await t.test('back to the cluster', async (t) => {
    await page.getByLabel('What is shown').selectOption('live');
    await until('the cluster', async () => (await page.locator('.badge').innerText()).startsWith('LIVE'));
    await until('an address without it', () => !hash(page).includes('sim'));
    t.same(wrongs, []);
  });
});
