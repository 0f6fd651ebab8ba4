import t from 'tap';
import { sharesPlot } from '../../src/plots/shares.ts';
import { elementsOf, parseXml } from '../../../../scripts/testing/xml.ts';
import { textsOf } from './labels.ts';

const PLOT = {
  title: 'Will it last?',
  caption: '50 runs of each',
  xLabel: 'symptom delay (s)',
  quantity: 'runs alive after 1h00m',
  level: 0.5,
  points: [
    { x: 20, share: 1, low: 0.9, high: 1 },
    { x: 0, share: 0, low: 0, high: 0.1 },
    { x: 10, share: 0.5, low: 0.4, high: 0.6 },
  ],
};

function placesOf(svg: string): number[] {
  return elementsOf(parseXml(svg), '[aria-label=dot] circle').map((dot) => Number(dot.getAttribute('cx')));
}

t.test('a point with its interval at each value, in their order', async (t) => {
  const svg = await sharesPlot(PLOT);
  const texts = textsOf(svg);
  for (const label of ['symptom delay (s)', 'runs alive after 1h00m (%)']) {
    t.ok(
      texts.some((text) => text.includes(label)),
      label,
    );
  }
  const [first = 0, second = 0, third = 0, ...others] = placesOf(svg);
  t.same([third - second, others], [second - first, []], 'even');
  const bars = elementsOf(parseXml(svg), '[aria-label=rule] line').map((line) => [
    Number(line.getAttribute('y1')),
    Number(line.getAttribute('y2')),
  ]);
  const heights = bars.map(([from = 0, to = 0]) => Math.abs(to - from)).filter((height) => height > 0);
  t.equal(heights.length, 3);
  t.ok(Math.abs(heights[1]! / heights[0]! - 2) < 0.01, '40 to 60 % is twice 0 to 10 %');
});

t.test('what goes far is logarithmic', async (t) => {
  const points = [5, 50, 500].map((x) => ({ x, share: 0.5, low: 0.4, high: 0.6 }));
  const [first, second, third] = placesOf(await sharesPlot({ ...PLOT, points }));
  t.ok(Math.abs(second! - first! - (third! - second!)) < 0.01);
  await t.rejects(sharesPlot({ ...PLOT, points: [] }), { code: 'SIMULATOR_PLOT' });
});
