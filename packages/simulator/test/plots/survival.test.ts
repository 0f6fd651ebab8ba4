import t from 'tap';
import { survivalPlot } from '../../src/plots/survival.ts';
import { elementsOf, parseXml } from '../../../../scripts/testing/xml.ts';
import { textsOf } from './labels.ts';

const WORDS = { title: 'How long <does> it last?', caption: '50 podders & D = 10 s; 200 runs' };
const POINTS = [
  { atMs: 0, share: 1, low: 0.98, high: 1 },
  { atMs: 240_000, share: 0.22, low: 0.17, high: 0.28 },
];

t.test('title, axes with units, and caption', async (t) => {
  const svg = await survivalPlot(POINTS, 600_000, WORDS);
  const texts = textsOf(svg);
  t.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  t.equal(texts.filter((text) => text === WORDS.title).length, 2, 'for those who see and those who hear');
  t.equal(texts.filter((text) => text === WORDS.caption).length, 2);
  t.ok(texts.some((text) => text.includes('time since the first sneeze (min)')));
  t.ok(texts.some((text) => text.includes('runs in which somebody is still infected (%)')));
  t.notMatch(svg, '<style', 'no rules that reach beyond it');
});

t.test('the curve steps from point to point, and goes on to the end', async (t) => {
  const svg = await survivalPlot(POINTS, 600_000, WORDS);
  const line = elementsOf(parseXml(svg), '[aria-label=line] path')[0];
  const numbers = [...(line?.getAttribute('d') ?? '').matchAll(/[0-9.]+/g)].map(([number]) => Number(number));
  // M x,y L x,y ...: at the start, at 240 s before and after, at 600 s.
  const xs = numbers.filter((_, index) => index % 2 === 0);
  const ys = numbers.filter((_, index) => index % 2 === 1);
  const width = xs.at(-1)! - xs[0]!;
  t.ok(Math.abs((xs[1]! - xs[0]!) / width - 0.4) < 1e-3, '240 of 600 s');
  t.equal(ys[0], ys[1]);
  t.equal(ys.at(-1), ys.at(-2));
  t.ok(ys.at(-1)! > ys[0]!, 'it falls');
});

t.test('nothing to draw', async (t) => {
  await t.rejects(survivalPlot([], 1_000, WORDS), { code: 'SIMULATOR_PLOT' });
});
