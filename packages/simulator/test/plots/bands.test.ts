import t from 'tap';
import { bandsPlot } from '../../src/plots/bands.ts';
import { elementsOf, parseXml } from '../../../../scripts/testing/xml.ts';
import { pointsOf, textsOf } from './labels.ts';

const PLOT = {
  title: 'Ready podders',
  caption: `What was run: ${'a long list of settings, '.repeat(12)}and a seed.`,
  quantity: 'ready podders',
  band: '5 to 95 % of 200 runs',
  points: [
    { atMs: 0, median: 50, low: 50, high: 50 },
    { atMs: 60_000, median: 25, low: 20, high: 35 },
    { atMs: 120_000, median: 50, low: 45, high: 50 },
  ],
};

t.test('title, axes, key and the whole caption', async (t) => {
  const svg = await bandsPlot({ ...PLOT, recorded: [{ atMs: 30_000, value: 40 }] });
  const texts = textsOf(svg);
  for (const text of ['Ready podders', 'median', PLOT.band, 'recorded']) t.ok(texts.includes(text), text);
  t.ok(texts.some((text) => text.includes('time since the first sneeze (s)')));
  t.ok(texts.some((text) => text.includes('↑ ready podders')));
  const lines = elementsOf(parseXml(svg), 'tspan').map(({ textContent }) => textContent);
  t.ok(lines.length > 1 && lines.every((line) => line.length <= 130));
  t.equal(lines.join(' '), PLOT.caption);
});

t.test('the line is where the numbers are, and so are the points of the recording', async (t) => {
  const recorded = [
    { atMs: 0, value: 50 },
    { atMs: 60_000, value: 25 },
  ];
  const document = parseXml(await bandsPlot({ ...PLOT, recorded }));
  const line = pointsOf(elementsOf(document, '[aria-label=line] path')[0]?.getAttribute('d'));
  const [from, middle, to] = line;
  t.equal(line.length, 3);
  t.ok(Math.abs(middle![0] - (from![0] + to![0]) / 2) < 0.01, '60 of 120 s');
  const dots = elementsOf(document, '[aria-label=dot] circle').map((dot) => [
    Number(dot.getAttribute('cx')),
    Number(dot.getAttribute('cy')),
  ]);
  t.same(dots, [from, middle], 'same values, same places');
});

t.test('without a recording there is none in the key', async (t) => {
  t.notOk(textsOf(await bandsPlot(PLOT)).includes('recorded'));
  await t.rejects(bandsPlot({ ...PLOT, points: [] }), { code: 'SIMULATOR_PLOT' });
});
