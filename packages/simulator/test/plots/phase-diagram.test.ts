import t from 'tap';
import { phaseDiagram } from '../../src/plots/phase-diagram.ts';
import { elementsOf, parseXml } from '../../../../scripts/testing/xml.ts';
import { textsOf } from './labels.ts';

const DIAGRAM = {
  title: 'When is it endless?',
  caption: '300 runs a cell, seed 1',
  xLabel: 'symptom delay (s)',
  yLabel: 'podders',
  quantity: 'alive after 1 h',
  cells: [
    { x: 100, y: 50, share: 1 },
    { x: 10, y: 50, share: 0 },
    { x: 60, y: 1_000, share: 0.98 },
  ],
};

t.test('title, axes with units, the scale of colours, and the caption', async (t) => {
  const texts = textsOf(await phaseDiagram(DIAGRAM));
  for (const text of [DIAGRAM.title, DIAGRAM.caption, DIAGRAM.xLabel, DIAGRAM.yLabel]) {
    t.ok(texts.includes(text), text);
  }
  t.ok(texts.includes('alive after 1 h (% of runs)'));
  t.same(
    texts.filter((text) => ['10', '60', '100', '50', '1,000', '98', '0'].includes(text)).toSorted(),
    // On the axes 10, 60, 100, 50 and 1,000; on the scale 10, 50 and 60; in cells 0, 98 and 100.
    ['0', '1,000', '10', '10', '100', '100', '50', '50', '60', '60', '98'],
  );
});

t.test('a cell for each pair, in the order of the settings, coloured by its share', async (t) => {
  const cells = elementsOf(parseXml(await phaseDiagram(DIAGRAM)), '[aria-label=cell] rect').map((rect) => ({
    x: Number(rect.getAttribute('x')),
    y: Number(rect.getAttribute('y')),
    fill: rect.getAttribute('fill'),
  }));
  const [hundred, ten, sixty] = cells;
  t.equal(cells.length, 3);
  t.ok(ten!.x < sixty!.x && sixty!.x < hundred!.x);
  t.ok(ten!.y === hundred!.y && sixty!.y < ten!.y, 'more podders above');
  // The ends of viridis (Smith and van der Walt 2015).
  t.same([ten!.fill, hundred!.fill, sixty!.fill], ['#440154', '#fde725', '#fde725']);
});

t.test('what is not known well enough has a mark', async (t) => {
  const cells = [
    { x: 1, y: 2, share: 0.47, isOpen: true },
    { x: 2, y: 2, share: 0.9, isOpen: false },
  ];
  const texts = textsOf(await phaseDiagram({ ...DIAGRAM, cells }));
  t.ok(texts.includes('47?') && texts.includes('90'));
});

t.test('many cells have neither numbers nor labels that overlap', async (t) => {
  const cells = Array.from({ length: 60 }, (_, index) => ({ x: 2 * index, y: 50, share: 0.5 }));
  const document = parseXml(await phaseDiagram({ ...DIAGRAM, cells }));
  t.equal(elementsOf(document, '[aria-label=cell] rect').length, 60);
  t.equal(elementsOf(document, '[aria-label=text] text').length, 0);
  t.same(
    elementsOf(document, '[aria-label="x-axis tick label"] text').map(({ textContent }) => textContent),
    ['0', '8', '16', '24', '32', '40', '48', '56', '64', '72', '80', '88', '96', '104', '112'],
  );
  await t.rejects(phaseDiagram({ ...DIAGRAM, cells: [] }), { code: 'SIMULATOR_PLOT' });
});
