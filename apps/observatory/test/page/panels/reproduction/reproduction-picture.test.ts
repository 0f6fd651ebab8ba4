import { CODE, SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { estimates } from '../../../../page/estimates/estimates.ts';
import { bars, total } from '../../../../page/panels/reproduction/incidence-choice.ts';
import { reproductionPicture } from '../../../../page/panels/reproduction/reproduction-picture.ts';
import { COLOURS } from '../../../../page/state/palette.ts';
import { model, version } from '../../../../page/state/store.ts';
import { START_MS } from '../../estimates/cases.ts';
import { drawn } from '../../testing/drawn.ts';
import { steady } from '../../testing/steady.ts';

t.test('of nothing there are axes, and why', (t) => {
  const { texts, shapes } = drawn(reproductionPicture());
  t.ok(texts.includes('nobody was infected yet'));
  t.same(shapes, []);
  t.end();
});

t.test('R with its band above bars, each with its unit', (t) => {
  estimates.value = steady(60);
  model.load(new SyntheticEpidemic({ pods: 50, rate: 1e-9, seed: 1, startMs: START_MS }).snapshot());
  model.apply({ n: 1, t: START_MS + 60_000 });
  version.value++;
  const { texts, shapes, rects } = drawn(reproductionPicture());
  t.match(texts[0], /^R \d/);
  t.ok(texts.some((text) => text.startsWith('R: how many one infects')));
  t.ok(texts.some((text) => /^pods infected in [\d.]+ s$/.test(text)));
  const [band, ...lines] = shapes;
  t.match(band!.path, /Z$/);
  t.equal(lines.length, 3, 'its two edges, and the line');
  const counted = estimates.value.incidence!.counts.filter((count) => count > 0).length;
  t.equal(rects.filter(({ colour }) => colour === COLOURS[CODE.symptomatic]).length, counted);
  t.ok(
    rects.every(({ x, width }) => x >= 44 && x + width <= 591),
    'none beyond the axes',
  );
  t.end();
});

t.test('what is chosen for the screen is chosen for the picture', (t) => {
  [bars.value, total.value] = ['symptoms', 'on'];
  const { texts, shapes } = drawn(reproductionPicture());
  t.ok(texts.some((text) => text.startsWith('pods fell ill in ')));
  t.ok(texts.some((text) => text.endsWith(' in all')));
  t.equal(shapes.length, 5, 'and the line that adds them up');
  [bars.value, total.value] = ['exposure', 'off'];
  t.end();
});
