/** A report always fits into a termination message, and what may be left is the last to be cut. */
import fc from 'fast-check';
import t from 'tap';
import { REPORT_LIMIT_BYTES } from '../../src/agent/limits.ts';
import { fitReport } from '../../src/agent/report.ts';
import type { AgentReport } from '../../src/agent/lines.ts';

const BASE: AgentReport = {
  event: 'report',
  run: 'abcd1234',
  outcome: 'mended',
  reason: 'deadline',
  endedAt: '2026-01-01T00:00:00.000Z',
  proof: [],
};

const bytesOf = (report: AgentReport): number => Buffer.byteLength(JSON.stringify(report));

t.test('what fits is not changed', async (t) => {
  const report = { ...BASE, proof: [{ what: 'chain POD-CHAOS', gone: true }] };
  t.same(fitReport(report), report);
});

t.test('proofs of what is gone are cut first, and counted', async (t) => {
  const proof = Array.from({ length: 300 }, (_, index) => ({
    what: `rule number ${index}`,
    gone: index !== 250,
  }));
  const fitted = fitReport({ ...BASE, outcome: 'left', proof });
  t.same(fitted.proof[0], { what: 'rule number 250', gone: false });
  const last = fitted.proof.at(-1);
  t.same(last, { what: `and ${300 - fitted.proof.length + 1} more`, gone: true });
  t.ok(bytesOf(fitted) <= REPORT_LIMIT_BYTES);
  t.ok(bytesOf(fitted) > REPORT_LIMIT_BYTES - 100, 'no more is cut than has to be');
});

t.test('any report fits, is still one, and never calls gone what is not', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 900 });
  const proof = fc.record(
    { what: text, gone: fc.boolean(), error: text },
    { requiredKeys: ['what', 'gone'] },
  );
  const error = fc.record({ code: fc.constant('CHAOS_NOT_ENDED' as const), message: text });
  const reports = fc.record(
    { proof: fc.array(proof, { maxLength: 40 }), error },
    { requiredKeys: ['proof'] },
  );
  await fc.assert(
    fc.asyncProperty(reports, async (fields) => {
      const fitted = fitReport({ ...BASE, ...fields });
      const read = JSON.parse(JSON.stringify(fitted)) as AgentReport;
      return (
        bytesOf(fitted) <= REPORT_LIMIT_BYTES &&
        read.event === 'report' &&
        read.proof.every(({ gone }) => gone) === fields.proof.every(({ gone }) => gone) &&
        (read.error === undefined) === (fields.error === undefined)
      );
    }),
  );
});
