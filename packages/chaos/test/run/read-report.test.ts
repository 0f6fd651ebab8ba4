/** Reports as they stand in the status of a pod: whole, cut by the kubelet, and anything else. */
import t from 'tap';
import { createReport } from '../../src/agent/report.ts';
import { isProof, readReport } from '../../src/run/read-report.ts';

const RUN = 'ab12cd34';
const MENDED = createReport(
  RUN,
  {
    outcome: 'mended',
    reason: 'deadline',
    appliedAtMs: 1_000,
    effect: { hits: 3, unit: 'packets' },
    proof: [{ what: 'chain POD-CHAOS-ab12cd34 (IPv4)', gone: true }],
  },
  2_000,
);
const LEFT = createReport(
  RUN,
  { outcome: 'left', reason: 'signal', proof: [{ what: 'a chain', gone: false }] },
  2_000,
);

t.test('a whole report is read, also behind other lines, and only of its run', async (t) => {
  t.same(readReport(`something else\n${JSON.stringify(MENDED)}\n`, RUN), MENDED);
  t.equal(readReport(JSON.stringify(MENDED), 'zz12cd34'), undefined);
  for (const none of [undefined, '', '{', 'killed', '{"event":"report"}'])
    t.equal(readReport(none, RUN), undefined);
});

t.test('one that was cut anywhere behind its end says what became of it, and no more', async (t) => {
  const text = JSON.stringify(MENDED);
  const { effect: _, ...head } = MENDED;
  const until = text.indexOf('"endedAt"') + `"endedAt":"${MENDED.endedAt}"`.length;
  for (let length = 0; length < text.length; length++) {
    const report = readReport(text.slice(0, length), RUN);
    if (length < until) t.equal(report, undefined, `${length}`);
    else t.same(report, { ...head, proof: [] }, `${length}`);
  }
  const cut = readReport(text.slice(0, until), RUN);
  t.ok(cut !== undefined && isProof(cut));
  const left = readReport(JSON.stringify(LEFT).slice(0, -4), RUN);
  t.ok(left !== undefined && !isProof(left), 'also that something is left');
  t.equal(readReport(text.slice(0, until).replace('mended', 'other'), RUN), undefined);
});
