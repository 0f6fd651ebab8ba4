import t from 'tap';
import { runPlot } from '../../src/plots/run.ts';
import { elementsOf, parseXml } from '../../../../scripts/testing/xml.ts';
import { textsOf } from './labels.ts';

const PLOT = {
  title: 'One contagion',
  caption: 'seed 1',
  quantity: 'podders',
  atMs: [0, 60_000, 120_000],
  curves: [
    { name: 'infected', values: [1, 20, 0] },
    { name: 'ready', values: [50, 30, 50] },
  ],
};

t.test('a line for each, with its colour in the key', async (t) => {
  const svg = await runPlot(PLOT);
  const texts = textsOf(svg);
  for (const text of ['infected', 'ready', 'One contagion']) t.ok(texts.includes(text), text);
  const document = parseXml(svg);
  const strokes = elementsOf(document, '[aria-label=line]').map((line) => line.getAttribute('stroke'));
  const key = elementsOf(document, 'g > rect[height="12"]').map((rect) => rect.getAttribute('fill'));
  t.equal(new Set(strokes).size, 2);
  t.same(key, strokes);
  await t.rejects(runPlot({ ...PLOT, atMs: [] }), { code: 'SIMULATOR_PLOT' });
});
