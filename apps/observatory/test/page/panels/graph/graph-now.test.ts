import { SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { infectionGraph } from '../../../../page/panels/graph/graph-data.ts';
import { graphNow } from '../../../../page/panels/graph/graph-now.ts';
import { model, moment, version } from '../../../../page/state/store.ts';

const ALL = [-Infinity, Infinity] as const;
const FRAME_MS = 100;

/** Makes the page know a contagion of so many pods; returns what lets more of it come. */
function know(pods: number): (untilMs: number) => void {
  const epidemic = new SyntheticEpidemic({ pods, rate: 0.3, seed: 4, startMs: 0 });
  model.load(epidemic.snapshot());
  return (untilMs) => {
    for (let atMs = model.tMs + FRAME_MS; atMs <= untilMs; atMs += FRAME_MS) {
      const frame = epidemic.frame(atMs);
      if (frame !== undefined) model.apply(frame);
    }
    version.value++;
  };
}

t.test('in a circle, and where they are wanted, there are all links', (t) => {
  know(100)(20_000);
  const { data, whole } = graphNow(false, ALL, undefined);
  t.equal(data.names.length, 100);
  t.ok(data.isWhole);
  t.equal(whole(), data);
  know(101)(20_000);
  t.notOk(graphNow(false, ALL, undefined).data.isWhole);
  t.ok(graphNow(true, ALL, undefined).data.isWhole);
  t.end();
});

t.test('all links of many pods are of the same moment as the latest, whenever they are asked for', (t) => {
  const goOn = know(101);
  goOn(20_000);
  const { data, whole } = graphNow(false, ALL, undefined);
  const then = infectionGraph(model, moment.value!, {
    fromMs: -Infinity,
    untilMs: 20_000,
    strain: undefined,
  });
  goOn(30_000);
  const asked = whole();
  t.equal(asked.all, data.all);
  t.same([asked.from, asked.to, asked.count, asked.last], [then.from, then.to, then.count, then.last]);
  t.equal(whole(), asked, 'made once');
  t.ok(graphNow(false, ALL, undefined).data.all > data.all);
  t.end();
});
