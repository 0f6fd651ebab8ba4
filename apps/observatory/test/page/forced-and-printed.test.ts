/** The page in the system's own colours, and on paper. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { CONDITIONS } from '@pod-contagion/epidemic';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { seriousFaults } from './testing/axe.ts';
import { setStage } from './testing/open-page.ts';
import { swatchesOf, type Swatch } from './testing/swatches.ts';

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
      t.same(await seriousFaults(page), []);
      const marks = (await swatchesOf(page)).map(markOf);
      t.equal(marks.length, CONDITIONS.length);
      t.equal(new Set(marks).size, CONDITIONS.length, `each has its own mark:\n${marks.join('\n')}`);
      await page.context().close();
    });
  }

  await t.test('a dark page is drawn for white paper', async (t) => {
    const { page, wrongs } = await stage.open(`${server.url}#theme=dark`);
    await page.addInitScript(noteWords);
    await page.reload();
    await page.locator('.reproduction .chart canvas').first().waitFor();
    await until('a tree', async () =>
      /[1-9]\d* infections/.test(await page.locator('.tree .panel-caption').innerText()),
    );
    await page.pdf({ landscape: true });
    const printed = await page.evaluate(() => (globalThis as unknown as { printed: string[] }).printed);
    t.ok(printed.length >= 5, `${printed.length} canvases were drawn: field, charts, tree and graph`);
    t.same(new Set(printed), new Set(['#555b66']));
    t.equal(await page.evaluate(() => document.documentElement.dataset['theme']), 'dark', 'as it was after');
    t.same(wrongs, []);
    await page.context().close();
  });

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

/** Everything that is drawn when a page is printed, of each canvas: whether the last words it wrote are those for white paper. */
function noteWords(): void {
  const pens = CanvasRenderingContext2D.prototype;
  const fillText = Object.getOwnPropertyDescriptor(pens, 'fillText')?.value as typeof pens.fillText;
  const inks = new Map<HTMLCanvasElement, unknown>();
  let isPrinting = false;
  pens.fillText = function (...words) {
    if (isPrinting) inks.set(this.canvas, this.fillStyle);
    fillText.apply(this, words);
  };
  // Before those of the page, and after them.
  addEventListener('beforeprint', () => (isPrinting = true), { capture: true });
  addEventListener('afterprint', () => {
    isPrinting = false;
    Object.assign(globalThis, { printed: [...inks.values()] });
  });
}

/** How wide the outline of a swatch is, in pixels. */
const OUTLINE_PX = 3;

/** What a swatch looks like without colours: rows of its pixels, dark or bright beside its middle brightness, and whether it is filled at all. */
function markOf({ rows, ground }: Swatch): string {
  const inside = rows
    .slice(OUTLINE_PX, -OUTLINE_PX)
    .map((row) => row.slice(OUTLINE_PX, -OUTLINE_PX).map(brightness));
  const all = inside.flat();
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (most - least < 40) return Math.abs(brightness(ground) - all[0]!) < 10 ? 'empty' : 'filled';
  return inside.map((row) => row.map((each) => (each > (least + most) / 2 ? '.' : '#')).join('')).join('/');
}

function brightness([red, green, blue]: readonly [number, number, number]): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
