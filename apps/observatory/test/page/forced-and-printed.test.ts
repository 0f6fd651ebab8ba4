/** The page in the system's own colours, and on paper. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { CONDITIONS } from '@pod-contagion/epidemic';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { setStage } from './testing/open-page.ts';

const AXE = new URL(import.meta.resolve('axe-core/axe.min.js')).pathname;

t.test('the page elsewhere than in its own colours', { skip: missing('chromium') }, async (t) => {
  const stage = await setStage(t);
  const server = await stage.serve({ pods: 50, rate: 0.1 });

  for (const colorScheme of ['light', 'dark'] as const) {
    await t.test(`in forced colours, ${colorScheme}, axe finds nothing serious`, async (t) => {
      const { page } = await stage.open(`${server.url}#pod=generic-5d4f8c7b9d-00003`, {
        colorScheme,
        forcedColors: 'active',
        bypassCSP: true,
      });
      t.ok(await page.evaluate(() => matchMedia('(forced-colors: active)').matches));
      await page.locator('.drawer').waitFor();
      await page.addScriptTag({ path: AXE });
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } };
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join('; ')}`);
      });
      t.same(found, []);
      const marks = await marksOf(page);
      t.equal(marks.length, CONDITIONS.length);
      t.equal(new Set(marks).size, CONDITIONS.length, `each has its own mark:\n${marks.join('\n')}`);
      await page.context().close();
    });
  }

  for (const [how, landscape, most] of [
    ['upright', false, 2],
    ['on its side', true, 1],
  ] as const) {
    for (const format of ['A4', 'Letter']) {
      await t.test(`on paper, ${format} ${how}: no more than ${most}`, async (t) => {
        const { page } = await stage.open(`${server.url}#theme=dark`);
        await page.locator('.reproduction .chart canvas').first().waitFor();
        await until('infections', async () =>
          /infected in all/.test(await page.locator('.readings').innerText()),
        );
        const pdf = await page.pdf({ format, landscape });
        const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
        t.ok(pages >= 1 && pages <= most, `${pages} pages`);
        await t.test('legend, source and time', { skip: missing('pdftotext') }, async (t) => {
          const path = `${t.testdir()}/page.pdf`;
          writeFileSync(path, pdf);
          const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
          for (const condition of CONDITIONS) t.match(text, condition);
          t.match(text, /synthetic: made up default app=podder · LIVE · .*\d\d:\d\d:\d\d/);
          t.notMatch(text, /as table|export/, 'nothing to press');
        });
        await page.context().close();
      });
    }
  }
});

/**
 * What each swatch of the legend looks like without colours: rows of its pixels, dark or bright beside its middle brightness, and whether
 * it is filled at all.
 */
async function marksOf(page: Page): Promise<string[]> {
  const shot = (await page.screenshot()).toString('base64');
  return page.evaluate(async (base64) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${base64}`;
    await picture.decode();
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
    context.drawImage(picture, 0, 0);
    const brightness = (x: number, y: number): number => {
      const [red = 0, green = 0, blue = 0] = context.getImageData(x, y, 1, 1).data;
      return 0.299 * red + 0.587 * green + 0.114 * blue;
    };
    return [...document.querySelectorAll('.counters .swatch')].map((each) => {
      const { left, top, width } = each.getBoundingClientRect();
      // Within the outline.
      const inside = Array.from({ length: Math.floor(width) - 6 }, (_, pixel) => pixel + 3);
      const rows = inside.map((y) => inside.map((x) => brightness(left + x, top + y)));
      const all = rows.flat();
      const [least, most] = [Math.min(...all), Math.max(...all)];
      const isPlain = most - least < 40;
      const isEmpty = isPlain && Math.abs(brightness(left - 4, top + 4) - all[0]!) < 10;
      if (isPlain) return isEmpty ? 'empty' : 'filled';
      return rows.map((row) => row.map((each) => (each > (least + most) / 2 ? '.' : '#')).join('')).join('/');
    });
  }, shot);
}
