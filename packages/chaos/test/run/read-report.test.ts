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

t.test('one that was cut anywhere behind its end says what became of it, and what it hit', async (t) => {
  const text = JSON.stringify(MENDED);
  const { effect, proof: _, ...head } = MENDED;
  const until = text.indexOf('"endedAt"') + `"endedAt":"${MENDED.endedAt}"`.length;
  const counted = text.indexOf('"hits":3,') + '"hits":3,'.length;
  const withUnit = text.indexOf('"unit":"packets"}') + '"unit":"packets"}'.length;
  for (let length = 0; length < text.length; length++) {
    const report = readReport(text.slice(0, length), RUN);
    if (length < until) {
      t.equal(report, undefined, `${length}`);
      continue;
    }
    const known = length < counted ? {} : { effect: length < withUnit ? { hits: 3 } : effect };
    t.same(report, { ...head, ...known, proof: [], cut: true }, `${length}`);
  }
  const cut = readReport(text.slice(0, until), RUN);
  t.ok(cut !== undefined && isProof(cut));
  const left = readReport(JSON.stringify(LEFT).slice(0, -4), RUN);
  t.ok(left !== undefined && !isProof(left), 'also that something is left');
  t.equal(readReport(text.slice(0, until).replace('mended', 'other'), RUN), undefined);
});
