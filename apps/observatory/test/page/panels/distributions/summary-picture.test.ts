import t from 'tap';
import { svgOf } from '../../../../page/panels/drawing/svg-pen.ts';
import { BAR, MARKED, summaryPicture } from '../../../../page/panels/distributions/summary-picture.ts';
import type { Summary } from '../../../../page/panels/distributions/summary.ts';
import { drawn, INKS } from '../../testing/drawn.ts';

const SUMMARY: Summary = {
  title: 'Offspring',
  across: 'infected others',
  counted: 'podders',
  values: [0, 1, 2, 3],
  step: 1,
  counts: [10, 20, 0, 5],
  curves: [
    { name: 'Poisson', counts: [9, 18, 4, 1] },
    { name: 'negative binomial', counts: [10, 19, 3, 2] },
  ],
  markedFrom: 3,
  facts: [['mean', '1.00']],
  note: '',
};

t.test('bars as high as their counts, those from the mark on in another colour', (t) => {
  const { rects, texts } = drawn(summaryPicture(SUMMARY));
  const bars = rects.filter(({ colour }) => colour === BAR);
  const [marked, ...more] = rects.filter(({ colour }) => colour === MARKED);
  t.equal(bars.length, 2, 'nothing where nobody was counted');
  t.same(more, []);
  const [ten, twenty] = bars;
  t.ok(Math.abs(twenty!.height / ten!.height - 2) < 1e-9);
  t.ok(Math.abs(ten!.height / marked!.height - 2) < 1e-9);
  t.equal(ten!.y + ten!.height, marked!.y + marked!.height, 'all on one line');
  t.ok(twenty!.x - ten!.x > 0 && Math.abs(marked!.x - ten!.x - 3 * (twenty!.x - ten!.x)) < 1e-9);
  for (const text of ['0', '20', '3', 'mean: 1.00', 'infected others · up: podders'])
    t.ok(texts.includes(text), text);
  t.ok(texts.some((text) => text.startsWith('○ ┄')));
  t.end();
});

t.test('as SVG: both curves, one dashed, and open and full dots', (t) => {
  const svg = svgOf(summaryPicture(SUMMARY), { width: 600, height: 300 }, INKS, 'Offspring');
  t.equal(svg.match(/<circle[^>]*fill="#fff"/g)?.length, 4);
  t.equal(svg.match(/<circle[^>]*fill="#111"/g)?.length, 4);
  t.equal(svg.match(/stroke-dasharray/g)?.length, 3);
  t.end();
});

t.test('without room for numbers only bars; of nothing nothing; wide bars begin at their values', (t) => {
  t.notOk(drawn(summaryPicture(SUMMARY), 320, 200).texts.includes('mean: 1.00'));
  t.same(drawn(summaryPicture({ ...SUMMARY, values: [], counts: [], curves: [] })).rects, []);
  const wide = { ...SUMMARY, values: [0, 5, 10, 15], step: 5, curves: [], markedFrom: undefined };
  t.ok(drawn(summaryPicture(wide)).texts.includes('15'));
  t.end();
});
