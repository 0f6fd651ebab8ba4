/** The lower panels in a real browser: tabs, tables, keys, and what is saved. */
import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Snapshot } from '@pod-contagion/observatory';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../scripts/testing/until.ts';
import { setStage } from '../testing/open-page.ts';

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

/** The colours of cells, and how many of them a legend has. */
const COLOURS = ['#999999', '#56b4e9', '#f0e442', '#d55e00', '#0072b2'];
const LEGEND = COLOURS.length;

/** Tabs by their keys, and the name of the panel that each opens. */
const TABS = ['Graph', 'Heatmap', 'Distributions', 'Podders', 'Events', 'Raw'];

const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const panel = (page: Page, name: string) => page.locator(`[data-panel=${name.toLowerCase()}]`);
const rows = (page: Page, name: string) => panel(page, name).locator('tbody tr[aria-rowindex]');

async function openTab(page: Page, name: string): Promise<void> {
  await tab(page, name).click();
  await panel(page, name).waitFor();
}

/** Serious mistakes that axe finds in a part of the page. */
async function mistakesIn(page: Page, part: string): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate(
    (of) => (globalThis as unknown as { axe: { run: (part: string) => Promise<AxeResults> } }).axe.run(of),
    part,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
}

/** Presses every button of the export, and gives what was saved by its name. */
async function saveAll(page: Page): Promise<ReadonlyMap<string, Buffer>> {
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.waitFor();
  const saved = new Map<string, Buffer>();
  for (const name of await dialog.locator('li button').allTextContents()) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name, exact: true }).click(),
    ]);
    saved.set(name, await readFile(await file.path()));
    // Chromium saves no more than ten files of a page in a second: nobody presses so fast.
    await page.waitForTimeout(150);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return saved;
}

/** A panel's two pictures: the one is SVG, and the other has twice as many pixels. */
async function checkPicture(
  t: Test,
  browser: Browser,
  saved: ReadonlyMap<string, Buffer>,
  name: string,
): Promise<void> {
  const [svg, png] = [saved.get(`${name}.svg`), saved.get(`${name}.png`)];
  if (svg === undefined || png === undefined) return void t.fail(`no pictures of ${name}`);
  const blank = await browser.newPage();
  const read = await blank.evaluate((text) => {
    const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { kind: root.tagName, size: ['width', 'height'].map((side) => Number(root.getAttribute(side))) };
  }, svg.toString());
  await blank.close();
  t.equal(read.kind, 'svg', name);
  t.equal(png.subarray(1, 4).toString(), 'PNG', name);
  // Where every PNG has its width and height.
  t.same(
    [png.readUInt32BE(16), png.readUInt32BE(20)],
    read.size.map((side) => side * 2),
    name,
  );
}

t.test('the lower panels', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const server = await stage.serve({ pods: 30, rate: 0.3 });
  const { page, wrongs } = await stage.open(server.url);
  await until('some infections', async () => {
    const state = (await (await fetch(`${server.url}api/state`)).json()) as Snapshot;
    return state.infections.pod.length > 60;
  });

  await t.test(
    'tabs open by keys, by arrows and by a click, each with its panel and without mistakes',
    async (t) => {
      for (const [index, name] of TABS.entries()) {
        await page.keyboard.press(String(index + 1));
        await panel(page, name).waitFor();
        t.equal(await tab(page, name).getAttribute('aria-selected'), 'true');
        t.equal(await page.locator('[role=tab][aria-selected=true]').count(), 1);
        t.equal(await page.getByRole('tabpanel', { name }).count(), 1);
        t.same(await mistakesIn(page, '.tab-panel'), [], name);
      }
      await tab(page, 'Raw').focus();
      await page.keyboard.press('ArrowRight');
      await panel(page, 'Graph').waitFor();
      t.equal(await page.evaluate(() => document.activeElement?.id), 'tab-graph');
      t.same(wrongs, []);
    },
  );

  await t.test('what is drawn is there as a table too', async (t) => {
    for (const name of ['Tree', 'Graph', 'Heatmap', 'Distributions']) {
      if (name !== 'Tree') await openTab(page, name);
      const button = panel(page, name).getByRole('button', { name: 'as table' });
      await button.click();
      t.equal(await button.getAttribute('aria-pressed'), 'true');
      await until(`rows of ${name}`, async () => (await rows(page, name).count()) > 3);
      t.same(await mistakesIn(page, `[data-panel=${name.toLowerCase()}]`), [], name);
      await button.click();
      await panel(page, name).locator('canvas').first().waitFor();
    }
  });

  await t.test('podders are sorted by a heading, walked by arrows and selected by Enter', async (t) => {
    await openTab(page, 'Podders');
    const heading = panel(page, 'Podders').getByRole('button', { name: 'restarts' });
    await heading.click();
    t.equal(await panel(page, 'Podders').locator('th[aria-sort=descending]').count(), 1);
    const cells = await rows(page, 'Podders').locator('td:nth-child(3)').allTextContents();
    t.ok(cells.length > 5);
    await panel(page, 'Podders').getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until(
      'a row that is selected',
      async () => (await rows(page, 'Podders').locator('xpath=self::*[@aria-selected="true"]').count()) === 1,
    );
    await until('an address with the pod', () => page.url().includes('pod='));
    await page.keyboard.press('Escape');
    await until('an address without', () => !page.url().includes('pod='));
  });

  await t.test(
    'the tree is walked by arrows: to an infection, its cause, and back to the whole',
    async (t) => {
      const tree = page.getByRole('application', { name: /^Transmission tree/ });
      await tree.focus();
      await page.keyboard.press('ArrowDown');
      const caption = panel(page, 'Tree').locator('.panel-caption');
      await until('an infection in words', async () => /infected by/.test(await caption.innerText()));
      await page.keyboard.press('Enter');
      await until('an address with the pod', () => page.url().includes('pod='));
      await until('the focus on what is told of the pod', () =>
        page.evaluate(() => document.activeElement?.tagName === 'H2'),
      );
      await tree.focus();
      await page.keyboard.press('+');
      const whole = panel(page, 'Tree').getByRole('button', { name: 'whole tree' });
      t.ok(await whole.isVisible());
      await until('a part of the tree', async () => whole.isEnabled());
      await page.keyboard.press('Home');
      await until('the whole tree', async () => whole.isDisabled());
      await tree.focus();
      await page.keyboard.press('Escape');
      await until('nothing selected', () => !page.url().includes('pod='));
      t.pass();
    },
  );

  await t.test('a pod of the graph is chosen by keys, with what is known of it', async (t) => {
    await openTab(page, 'Graph');
    await page.getByRole('application', { name: /^Graph of pods/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const pane = page.getByRole('complementary', { name: 'The pod that is chosen' });
    await pane.waitFor();
    t.match(await pane.innerText(), /infected by \d+/);
    await page.getByRole('application', { name: /^Graph of pods/ }).focus();
    await page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
  });

  await t.test(
    'calls of a Goldpinger by the thresholds of the address, and a link to its data',
    async (t) => {
      const pods = ['ping-a', 'ping-b'];
      const calls = pods.map((from) => ({ from, to: 'ping-a', ok: true, ms: 40, status: 200, error: null }));
      const answer = { service: 'ping', t: 0, pods, calls, silent: [], message: null, raw: {} };
      const { page: asked, wrongs: more } = await stage.open(server.url);
      await asked.route('**/api/goldpinger', (route) => route.fulfill({ json: answer }));
      // It is asked for in a cluster only.
      await asked.route('**/api/state', async (route) => {
        const state = (await (await route.fetch()).json()) as Snapshot;
        await route.fulfill({ json: { ...state, source: { ...state.source, kind: 'cluster' } } });
      });
      await asked.goto('about:blank');
      await asked.goto(`${server.url}#tab=heatmap&heat=calls&t0=20&t1=30`);
      const limits = panel(asked, 'Heatmap').getByLabel(/^Thresholds/);
      await until('thresholds of the address', async () => (await limits.inputValue()) === '20, 30, 100');
      const link = panel(asked, 'Heatmap').getByRole('link', { name: 'api/goldpinger' });
      t.equal(await link.getAttribute('href'), 'api/goldpinger');
      await limits.fill('2, 20, 200');
      await limits.press('Enter');
      await until('them in the address', () => {
        const now = new URLSearchParams(new URL(asked.url()).hash.slice(1));
        return ['t0', 't1', 't2'].map((key) => now.get(key)).join() === '2,20,200';
      });
      t.same(await mistakesIn(asked, '[data-panel=heatmap]'), []);
      await panel(asked, 'Heatmap').getByLabel('What is shown').selectOption('infections');
      await until('an address without', () => !asked.url().includes('heat='));
      await tab(asked, 'Graph').click();
      await asked.getByLabel('What is linked').selectOption('calls');
      await panel(asked, 'Graph').getByRole('link', { name: 'api/goldpinger' }).waitFor();
      t.same(more, []);
      await asked.context().close();
    },
  );

  await t.test('a distribution is saved as a drawing, of the theme that is shown', async (t) => {
    await openTab(page, 'Distributions');
    await panel(page, 'Distributions').locator('canvas').waitFor();
    const saved = await saveAll(page);
    await checkPicture(t, stage.browser, saved, 'distributions');
    const svg = saved.get('distributions.svg')?.toString() ?? '';
    t.match(svg, /<title>Distribution: offspring<\/title>/);
    t.match(svg, /infected others|offspring/);
    t.ok((svg.match(/fill="#56b4e9"/g)?.length ?? 0) > 2, 'bars');
    t.match(svg, /synthetic · made up · default · app=podder · \d{4}-/, 'of what it is, and when');
  });

  await t.test('pictures and data are saved as what they are', async (t) => {
    await openTab(page, 'Heatmap');
    const saved = await saveAll(page);
    for (const name of ['field', 'curve', 'reproduction', 'tree', 'heatmap'])
      await checkPicture(t, stage.browser, saved, name);
    const text = (name: string): string => saved.get(name)?.toString() ?? '';
    const lines = (name: string): number => text(name).trimEnd().split('\r\n').length - 1;
    const everything = JSON.parse(text('everything.json')) as Snapshot;
    t.ok(everything.infections.pod.length >= lines('infections.csv'));
    t.equal(lines('linelist.csv') >= lines('infections.csv'), true);
    t.match(text('tree.nwk'), /^\(.*;\n$/s);
    const recording = gunzipSync(saved.get('recording.ndjson.gz')!).toString().trimEnd().split('\n');
    t.match(JSON.parse(recording[0]!), { podContagionRecording: 1 });
    t.ok(recording.length > 5);
    t.same(wrongs, []);
  });

  await t.test('a picture of the field has a cell for each pod; of charts, what they count', async (t) => {
    await openTab(page, 'Graph');
    const saved = await saveAll(page);
    await checkPicture(t, stage.browser, saved, 'graph');
    const text = (name: string): string => saved.get(name)?.toString() ?? '';
    const pods = (JSON.parse(text('everything.json')) as Snapshot).pods.name.length;
    const cells = (name: string): number =>
      COLOURS.reduce((sum, colour) => sum + text(name).split(`fill="${colour}"`).length - 1, 0) - LEGEND;
    t.equal(pods, 30);
    t.equal(cells('field.svg'), pods);
    t.equal(cells('graph.svg') >= pods, true, 'a node each; links that fail have a colour too');
    t.match(text('field.svg'), />node-\S+ · 30<\/text>/);
    for (const name of ['field.svg', 'curve.svg', 'reproduction.svg']) {
      t.match(text(name), />symptomatic<\/text>/, 'what colours mean');
      t.match(text(name), /synthetic · made up · default · app=podder · \d{4}-/, 'of what it is, and when');
    }
    t.match(text('curve.svg'), />pods<\/text>/);
    t.match(text('reproduction.svg'), />pods infected in [^<]+<\/text>/);
    t.match(text('reproduction.svg'), /<path d="[^"]+Z" fill="#[^"]+" fill-opacity="0.25"/, 'the band of R');
    t.same(wrongs, []);
  });

  await t.test(
    'charts have the whole screen by their buttons, each alone, and the address says so',
    async (t) => {
      const charts = { curve: 'Conditions over time', reproduction: 'Reproduction and incidence' };
      for (const [view, title] of Object.entries(charts)) {
        await page.getByRole('button', { name: `${title}: whole screen` }).click();
        await until('an address with the view', () => page.url().includes(`view=${view}`));
        for (const each of Object.keys(charts))
          t.equal(await page.locator(`section.${each}`).isVisible(), each === view, each);
        await page.getByRole('button', { name: `${title}: back to all panels` }).click();
        await until('an address without', () => !page.url().includes('view='));
      }
      t.same(wrongs, []);
    },
  );
});
