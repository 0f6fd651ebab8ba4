import t from 'tap';
import { ensemblePlot } from '../../src/plots/ensemble.ts';
import { elementsOf, parseXml } from '../../../../scripts/testing/xml.ts';
import { pointsOf, textsOf } from './labels.ts';

const PLOT = {
  title: 'Will it last?',
  caption: '50 podders, 95 % of 300 runs',
  untilMs: 240_000,
  survival: [
    { atMs: 0, share: 1, low: 1, high: 1 },
    { atMs: 120_000, share: 0.5, low: 0.4, high: 0.6 },
  ],
  band: '5 to 95 % of 300 runs',
  bands: ['infected', 'ready'].map((name) => ({
    quantity: `podders that are ${name}`,
    points: [
      { atMs: 0, median: 1, low: 0, high: 2 },
      { atMs: 120_000, median: 20, low: 10, high: 30 },
    ],
  })),
};

t.test('survival above, then what podders were, all on the same axis of time', async (t) => {
  const svg = await ensemblePlot(PLOT);
  const document = parseXml(svg);
  const texts = textsOf(svg);
  for (const text of ['median', PLOT.band, PLOT.title]) t.ok(texts.includes(text), text);
  for (const text of ['still infected (%)', 'that are infected', 'that are ready']) {
    t.ok(
      texts.some((each) => each.includes(text)),
      text,
    );
  }
  t.equal(
    texts.filter((text) => text.includes('time since the first sneeze (min)')).length,
    2,
    'not below each',
  );
  const lines = elementsOf(document, '[aria-label=line] path').map((path) =>
    pointsOf(path.getAttribute('d')),
  );
  t.equal(lines.length, 3);
  const [survival, infected, ready] = lines;
  // Two minutes of four: the step of one, and the last point of the others.
  t.equal(survival![1]![0], infected!.at(-1)![0]);
  t.same(
    infected!.map(([x]) => x),
    ready!.map(([x]) => x),
  );
});

t.test('dark pages: what has the colour of text has its own', async (t) => {
  const root = parseXml(await ensemblePlot(PLOT)).documentElement;
  t.equal(root.getAttribute('color'), '#1b1e23');
  await t.rejects(ensemblePlot({ ...PLOT, survival: [] }), { code: 'SIMULATOR_PLOT' });
});
