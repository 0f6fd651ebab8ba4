/** Ten thousand podders as a table, in a real browser. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { missing } from '../../../../../../scripts/testing/needs.ts';
import { until } from '../../../../../../scripts/testing/until.ts';
import { setStage } from '../../testing/open-page.ts';

const PODS = 10_000;

/** Rows that may be there at once: those in view, and those to spare. */
const MOST_ROWS = 80;

/**
 * What scripts, styles and layout of a frame may take of the processor, in ms, on a machine that runs other tests beside it: a table that
 * made all of its rows would take many times as long.
 */
const MOST_FRAME_MS = 40;

/** Which row has the focus, by its number, whether it is wholly in view below the heading, and how many rows there are. */
const look = (page: Page) =>
  page.evaluate(() => {
    const grid = document.querySelector('[role=grid]');
    const box = document.querySelector('.data-table')!.getBoundingClientRect();
    const row = document.getElementById(grid?.getAttribute('aria-activedescendant') ?? '');
    const { top = 0, bottom = 0 } = row?.getBoundingClientRect() ?? {};
    const below = grid?.querySelector('thead')?.getBoundingClientRect().bottom ?? 0;
    return {
      count: Number(grid?.getAttribute('aria-rowcount')),
      index: Number(row?.getAttribute('aria-rowindex')),
      isSeen: row !== null && top >= below - 1 && bottom <= box.bottom + 1,
      rows: document.querySelectorAll('.data-table tbody tr[aria-rowindex]').length,
    };
  });

t.test('a table of ten thousand rows', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const server = await stage.serve({ pods: PODS, rate: 1e-9 });
  const { page, wrongs } = await stage.open(`${server.url}#tab=podders`);
  const grid = page.getByRole('grid', { name: 'Podders' });
  await grid.waitFor();
  await until('all of them', async () => (await look(page)).count === PODS + 1);

  await t.test('keys go to its far end, and only rows around what is seen are there', async (t) => {
    await grid.focus();
    for (const [key, index] of [
      ['End', PODS + 1],
      ['ArrowDown', PODS + 1],
      ['ArrowUp', PODS],
      ['Home', 2],
      ['ArrowDown', 3],
      ['End', PODS + 1],
    ] as const) {
      await page.keyboard.press(key);
      await until(`row ${index} by ${key}`, async () => {
        const now = await look(page);
        return now.index === index && now.isSeen;
      });
      t.ok((await look(page)).rows <= MOST_ROWS);
    }
    await page.keyboard.press('PageUp');
    await until('a page above', async () => {
      const { index, isSeen } = await look(page);
      return index < PODS && index > PODS - 60 && isSeen;
    });
    const { index } = await look(page);
    await page.keyboard.press('Enter');
    await until('an address with a pod', () => page.url().includes('pod='));
    const name = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('pod');
    t.equal(name, await page.locator(`tr[aria-rowindex="${index}"] td`).first().innerText());
    await page.keyboard.press('Escape');
  });

  await t.test('scrolling takes little of a frame, and no frame is without rows', async (t) => {
    const devtools = await page.context().newCDPSession(page);
    // Time of the processor: how busy the machine is does not count.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async (): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      const of = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
      return 1_000 * (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration'));
    };
    for (const [how, stepPx] of [
      ['as a wheel does', 60],
      ['a page a frame', 440],
      ['dragged', 8_800],
    ] as const) {
      const before = await spent();
      const empty = await page.evaluate(scroll, { frames: 100, stepPx });
      const frameMs = ((await spent()) - before) / 100;
      t.comment(`${how}: ${frameMs.toFixed(1)} ms a frame`);
      t.ok(frameMs <= MOST_FRAME_MS, `${how}: ${frameMs} ms`);
      t.equal(empty, 0, `${how}: frames that show none`);
    }
    t.same(wrongs, []);
  });
});

/** Scrolls by so much a frame; says in how many of them there was no row in the middle once it was drawn. */
async function scroll({ frames, stepPx }: Readonly<{ frames: number; stepPx: number }>): Promise<number> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const box = document.querySelector('.data-table')!;
  const { left, top, height } = box.getBoundingClientRect();
  let empty = 0;
  box.scrollTop = 0;
  for (let step = 0; step < frames; step++) {
    await frame();
    box.scrollTop = (box.scrollTop + stepPx) % (box.scrollHeight - height);
    // What it leads to is drawn with the next frame.
    await frame();
    await frame();
    const row = document.elementFromPoint(left + 40, top + height / 2)?.closest('tr');
    if (row?.hasAttribute('aria-rowindex') !== true) empty++;
  }
  return empty;
}
