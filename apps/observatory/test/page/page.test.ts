/** The page in a real browser, on the real server, of an epidemic that is made up. */
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Model, SyntheticEpidemic, type Snapshot } from '@pod-contagion/observatory';
import type { Page } from 'playwright-core';
import t from 'tap';
import { freePort } from '../../../../scripts/testing/free-port.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { agrees, badge, isLive } from './testing/agrees.ts';
import { seriousFaults } from './testing/axe.ts';
import { colourDifference } from './testing/colour-difference.ts';
import { setStage } from './testing/open-page.ts';
import { swatchesOf } from './testing/swatches.ts';

/** What a browser loads before it draws pods, compressed, at most. */
const FIRST_LOAD_BYTES = 45_000;

const drawer = (page: Page) => page.locator('.drawer');
const field = (page: Page) => page.getByRole('application', { name: /^Pods/ });

t.test('the page', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const server = await stage.serve({ pods: 50, rate: 0.02 });

  await t.test('a first load is small', async (t) => {
    const index = await readFile(join(stage.folder, 'index.html'), 'utf8');
    const names = [...index.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, name = '']) => name);
    const files = await Promise.all(
      ['index.html', ...new Set(names)].map((name) => readFile(join(stage.folder, name))),
    );
    const bytes = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
    t.ok(bytes <= FIRST_LOAD_BYTES, `${bytes} bytes`);
  });

  await t.test('numbers are those of the server, and nothing goes wrong', async (t) => {
    const { page, wrongs } = await stage.open(server.url);
    await until('numbers as the server has them', () => agrees(page, server.url));
    t.match(await badge(page), /^LIVE/);
    const scrolls = await page.evaluate(() => document.documentElement.scrollHeight > innerHeight);
    t.notOk(scrolls, 'all of it is on one screen');
    t.same(wrongs, []);
    await page.context().close();
  });

  await t.test('the address holds what is chosen', async (t) => {
    const state = (await (await fetch(`${server.url}api/state`)).json()) as Snapshot;
    const pod = state.pods.name[3]!;
    const [from, at, to] = [state.t - 4_000, state.t - 2_000, state.t - 1_000].map(Math.round);
    const hashes = [
      `#pod=${pod}`,
      `#theme=light&tab=podders`,
      `#t=${at}&brush=${from}-${to}`,
      `#view=curve&by=owner`,
      `#bars=symptoms&total=on`,
      `#q=is=susceptible&pod=${pod}`,
    ];
    const { page, wrongs } = await stage.open(server.url);
    for (const hash of hashes) {
      await page.goto('about:blank');
      await page.goto(server.url + hash);
      await page.waitForFunction(() => performance.getEntriesByName('pods-drawn').length > 0);
      const told = hash.slice(1).split('&');
      await until(`the address to keep ${hash}`, async () => {
        const now = new URL(page.url()).hash.slice(1).split('&');
        return now.includes('ns=default') && told.every((each) => now.includes(each));
      });
      const drawers = hash.includes('pod=') ? 1 : 0;
      await until(`the drawer of ${hash}`, async () => (await drawer(page).count()) === drawers);
      if (hash.includes('theme=')) t.equal(await page.locator('html').getAttribute('data-theme'), 'light');
      if (hash.includes('brush=')) {
        t.ok(await page.getByRole('button', { name: '3.0 s' }).isVisible());
        t.ok(await page.getByRole('button', { name: 'live', exact: true }).isEnabled());
      }
      if (hash.includes('bars=')) {
        await page.getByRole('img', { name: /^How many fell ill over time/ }).waitFor();
        t.equal(await page.getByLabel('bars by').inputValue(), 'symptoms');
        t.ok(await page.getByLabel('in all').isChecked());
      }
      if (hash.includes('view=')) t.notOk(await field(page).isVisible());
    }
    await page.getByLabel('Close (Esc)').click();
    await until('an address without the pod', () => !page.url().includes('pod='));
    await page.goBack();
    await until('the pod again', async () => (await drawer(page).count()) === 1);
    t.ok(page.url().includes(`pod=${pod}`));
    t.same(wrongs, []);
    await page.context().close();
  });

  await t.test('what is chosen in panels is found by whoever opens the address', async (t) => {
    const first = await stage.open(server.url);
    const { page } = first;
    const tab = (name: string) => page.getByRole('tab', { name });
    await page.getByLabel('Speed').selectOption('4');
    await page.getByRole('button', { name: 'what is this' }).click();
    const tree = page.getByRole('application', { name: /^Transmission tree/ });
    await tree.focus();
    await page.keyboard.press('+');
    await page.keyboard.press('PageUp');
    await until('an infection that is selected', async () => {
      await tree.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      return (await page.locator('.lives .chosen').count()) === 1;
    });
    await page.getByRole('checkbox', { name: 'by node' }).check();
    await tab('Heatmap').click();
    await page.getByRole('checkbox', { name: 'by node' }).uncheck();
    await tab('Distributions').click();
    await page.getByLabel('Which distribution').selectOption('interval');
    await page.locator('#tab-body').getByRole('button', { name: 'as table' }).click();
    await tab('Raw').click();
    await page.locator('#tab-body').getByLabel('What is shown').selectOption('frames');
    await tab('Podders').click();
    await page.getByRole('button', { name: 'restarts' }).click();
    await until('all of it in the address', () => {
      const keys = ['speed=4', 'r=about', 'tree=', 'infection=', 'graph.by=node', 'heat.by=name'];
      const more = ['dist=interval', 'table=distributions', 'raw=frames', 'sort.podders=-restarts'];
      return [...keys, ...more].every((each) => page.url().includes(`&${each}`));
    });
    const [url, life] = [page.url(), await page.locator('.lives .chosen').innerText()];
    t.same(first.wrongs, []);
    await page.context().close();

    const { page: again, wrongs } = await stage.open(url);
    await again.locator('.lives .chosen').waitFor();
    t.equal((await again.locator('.lives .chosen').innerText()).split(' ')[0], life.split(' ')[0]);
    t.equal(await again.getByLabel('Speed').inputValue(), '4');
    await again.getByRole('region', { name: 'What is this' }).waitFor();
    t.ok(await again.getByRole('button', { name: 'whole tree' }).isEnabled());
    await again.locator('th[aria-sort=descending]', { hasText: 'restarts' }).waitFor();
    await again.getByRole('tab', { name: 'Raw' }).click();
    t.equal(await again.locator('#tab-body').getByLabel('What is shown').inputValue(), 'frames');
    await again.getByRole('tab', { name: 'Distributions' }).click();
    t.equal(await again.getByLabel('Which distribution').inputValue(), 'interval');
    await again.getByRole('grid', { name: /^Distribution/ }).waitFor();
    await again.getByRole('tab', { name: 'Heatmap' }).click();
    t.notOk(await again.getByRole('checkbox', { name: 'by node' }).isChecked());
    await again.getByRole('tab', { name: 'Graph' }).click();
    t.ok(await again.getByRole('checkbox', { name: 'by node' }).isChecked());
    const choices = (address: string) =>
      new URL(address).hash.split('&').filter((each) => !/^#?(tab|infection)=/.test(each));
    await until('the same address', () => choices(again.url()).join() === choices(url).join());
    t.same(wrongs, []);
    await again.context().close();
  });

  await t.test('all of it by keys', async (t) => {
    const { page, wrongs } = await stage.open(server.url);
    const seen = new Set<string>();
    for (let press = 0; press < 120; press++) {
      await page.keyboard.press('Tab');
      const where = await page.evaluate(() => {
        const { activeElement } = document;
        return `${activeElement?.tagName} ${activeElement?.getAttribute('aria-label') ?? activeElement?.textContent}`;
      });
      if (seen.has(where) && where.startsWith('BODY')) break;
      seen.add(where);
    }
    const reached = [...seen].join('\n');
    for (const each of [/Search/, /Help/, /^CANVAS Pods/m, /Moment that is shown/, /until here/]) {
      t.match(reached, each);
    }
    await field(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await drawer(page).waitFor();
    await until('one to read on in the drawer', async () => {
      return (await page.evaluate(() => document.activeElement?.tagName)) === 'H2';
    });
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'detached' });
    await until('one to come back', async () => {
      return (await page.evaluate(() => document.activeElement?.tagName)) === 'CANVAS';
    });
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('node=node-2');
    await until(
      'what was found',
      async () => (await page.locator('output[for=search]').innerText()) === '20',
    );
    await page.keyboard.press('Escape');
    await field(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', { name: 'pause' }).focus();
    await page.keyboard.press(',');
    await page.getByRole('button', { name: 'play' }).waitFor();
    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'pause' }).waitFor();
    await page.keyboard.press('4');
    await until('the tab in the address', () => page.url().includes('tab=podders'));
    t.same(wrongs, []);
    await page.context().close();
  });

  for (const colorScheme of ['dark', 'light'] as const) {
    await t.test(`axe finds nothing serious, ${colorScheme}`, async (t) => {
      const { page } = await stage.open(`${server.url}#pod=generic-5d4f8c7b9d-00003`, {
        colorScheme,
        bypassCSP: true,
      });
      await drawer(page).waitFor();
      await page.keyboard.press('?');
      t.same(await seriousFaults(page), [], 'with the help open');
      await page.keyboard.press('Escape');
      t.same(await seriousFaults(page), [], 'with the drawer open');
      await page.context().close();
    });
  }

  for (const [what, options] of [
    ['at 320 pixels', { viewport: { width: 320, height: 640 } }],
    // A browser that zooms has a page of half the size, and two of its pixels for each.
    ['at 200 % of 1280 x 800', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ] as const) {
    await t.test(`nothing is lost ${what}`, async (t) => {
      const { page } = await stage.open(server.url, options);
      await page.locator('.curve .chart').waitFor();
      const lost = await page.evaluate(() => {
        const all = [...document.querySelectorAll('button, select, input, section, .badge, dt, dd')];
        return all
          .filter((each) => !(each instanceof HTMLInputElement && each.hidden))
          .filter((each) => {
            const { left, right, width } = each.getBoundingClientRect();
            return width === 0 || left < 0 || right > innerWidth + 0.5;
          })
          .map((each) => each.outerHTML.slice(0, 100));
      });
      t.same(lost, []);
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await page.context().close();
    });
  }

  await t.test('colours differ for whoever sees fewer', async (t) => {
    const { page } = await stage.open(server.url, { bypassCSP: true });
    const devtools = await page.context().newCDPSession(page);
    for (const type of ['none', 'protanopia', 'deuteranopia', 'tritanopia'] as const) {
      await devtools.send('Emulation.setEmulatedVisionDeficiency', { type });
      const colours = await coloursOfSwatches(page);
      t.equal(colours.length, 5);
      for (const [place, one] of colours.entries()) {
        for (const [more, other] of colours.slice(place + 1).entries()) {
          const difference = colourDifference(one, other);
          t.ok(
            difference >= 15,
            `${type}: ${place} and ${place + 1 + more} differ by ${difference.toFixed(1)}`,
          );
        }
      }
    }
    await page.context().close();
  });

  await t.test('with less motion nothing moves while nothing happens', async (t) => {
    const still = await stage.serve({ pods: 50, rate: 1e-9 });
    const { page } = await stage.open(still.url, { reducedMotion: 'reduce' });
    await page.locator('.curve .chart canvas').waitFor();
    const main = page.locator('main');
    // Charts are drawn once more when their box is known.
    let before = await main.screenshot();
    await until('a page that has come to rest', async () => {
      const now = await main.screenshot();
      const isSame = now.equals(before);
      before = now;
      return isSame;
    });
    await page.waitForTimeout(2_000);
    t.ok((await main.screenshot()).equals(before));
    await page.context().close();
  });

  await t.test('a recording is played, and one that is none is refused with a reason', async (t) => {
    const { lines, followed } = recording();
    const { page, wrongs } = await stage.open(server.url);
    const input = page.getByLabel('Recording');
    // What stands in the address of something else is not about it.
    const state = (await (await fetch(`${server.url}api/state`)).json()) as Snapshot;
    const [from, to] = [state.t - 2_000, state.t - 1_000].map(Math.round);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `t=${to}&brush=${from}-${to}`);
    await page.getByRole('button', { name: '1.0 s' }).waitFor();
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await input.setInputFiles({
      name: 'run.ndjson.gz',
      mimeType: 'application/gzip',
      buffer: gzipSync(text),
    });
    await until('a replay', async () => (await badge(page)).startsWith('REPLAY'));
    await page.getByRole('button', { name: '1.0 s' }).waitFor({ state: 'detached' });
    await until('a replay under way', async () => !(await page.locator('.newest').isDisabled()));
    await page.getByRole('button', { name: 'to the end' }).click();
    await until('its end', async () => {
      const shown = await page.$$eval('[data-count]', (all) => all.map(({ textContent }) => textContent));
      return shown.join() === [...followed.counts].join();
    });
    const bad = { name: 'bad.ndjson', mimeType: 'text/plain', buffer: Buffer.from(`${text}oops\n`) };
    await input.setInputFiles(bad);
    await page.getByText(`bad.ndjson can't be replayed. line ${lines.length + 1}: expected JSON`).waitFor();
    t.match(await page.locator('.trouble code').innerText(), /^npx contagion observe --record /);
    const path = `${t.testdir()}/gone.ndjson`;
    writeFileSync(path, text);
    await input.evaluate((element) =>
      element.addEventListener('change', (event) => event.stopImmediatePropagation(), {
        capture: true,
        once: true,
      }),
    );
    await input.setInputFiles(path);
    rmSync(path);
    await input.evaluate((element) => {
      const { files } = element as HTMLInputElement;
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(files![0]!);
      dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    });
    await page.getByText(/^gone\.ndjson can't be replayed\. ./).waitFor();
    t.notMatch(await page.locator('.moment').innerText(), /reading/, 'nobody waits for a file that is gone');
    await page.getByLabel('What is shown').selectOption('live');
    await until('live again', async () => (await badge(page)).startsWith('LIVE'));
    await until('numbers as the server has them', () => agrees(page, server.url));
    t.same(wrongs, []);
    await page.context().close();
  });

  await t.test('without JavaScript it says what takes it, and what does not', async (t) => {
    const context = await stage.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(server.url);
    t.match(await page.locator('body').innerText(), /takes JavaScript.*kubectl get pods -l app=podder -w/s);
    await context.close();
  });

  await t.test('where nothing answers it says so, and what to do', async (t) => {
    const { page } = await stage.open(server.url);
    await page.context().route('**/api/**', (route) => route.abort());
    await page.reload();
    await page.getByText(/^Nothing answers at/).waitFor();
    t.match(await page.locator('.trouble code').innerText(), /^npx contagion observe$/);
    await page.context().close();
  });

  await t.test('what is old is called so, and right again soon after the server is back', async (t) => {
    const port = await freePort();
    const first = await stage.serve({ pods: 50, rate: 0.02, port });
    const { page } = await stage.open(first.url);
    await until('live', async () => (await badge(page)).startsWith('LIVE'));
    await first.close();
    await until('STALE', async () => (await badge(page)).startsWith('STALE'));
    const again = await stage.serve({ pods: 50, rate: 0.02, port });
    const backAtMs = performance.now();
    await until('numbers as the server has them', () => isLive(page, again.url));
    const tookMs = performance.now() - backAtMs;
    t.comment(`right again after ${Math.round(tookMs)} ms`);
    await page.context().close();
  });
});

/** What the legend's colours are on the screen, without what has none: within the outline, beside the mark. */
async function coloursOfSwatches(page: Page): Promise<(readonly [number, number, number])[]> {
  const filled = (await swatchesOf(page)).filter(({ isFilled }) => isFilled);
  return filled.map(({ rows }) => rows.at(-3)![2]!);
}

/** A recording of twenty seconds, and what whoever followed it has at its end. */
function recording(): Readonly<{ lines: object[]; followed: Model }> {
  const epidemic = new SyntheticEpidemic({ pods: 30, rate: 0.3, seed: 8, startMs: 1_700_000_000_000 });
  const followed = new Model();
  followed.load(epidemic.snapshot());
  const lines: object[] = [
    { podContagionRecording: 1, startedAt: 1_700_000_000_000 },
    { snapshot: epidemic.snapshot() },
  ];
  for (let atMs = 100; atMs <= 20_000; atMs += 100) {
    const frame = epidemic.frame(1_700_000_000_000 + atMs);
    if (frame === undefined) continue;
    followed.apply(frame);
    lines.push({ frame });
  }
  return { lines, followed };
}
