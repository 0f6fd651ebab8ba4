import { describeError } from '@pod-contagion/errors';
import { ChaosError, type ChaosErrorCode } from '../errors.ts';
import { timestamp } from './clock.ts';
import { REPORT_LIMIT_BYTES, REPORT_TEXT_LIMIT_CHARACTERS } from './limits.ts';
import type { AgentReport, Proof } from './lines.ts';
import type { OrderResult } from './session.ts';

/** Makes the last line of an agent, no longer than a termination message may be. */
export function createReport(run: string, result: OrderResult, endedAtMs: number): AgentReport {
  const { outcome, reason, appliedAtMs, effect, proof, error } = result;
  return fitReport({
    event: 'report',
    run,
    outcome,
    reason,
    ...(appliedAtMs === undefined ? {} : { appliedAt: timestamp(appliedAtMs) }),
    endedAt: timestamp(endedAtMs),
    ...(effect === undefined ? {} : { effect }),
    proof,
    ...(error === undefined ? {} : { error }),
  });
}

/** What an error is in a report; whatever is not one of ours gets the code that says what was being done. */
export function reportedError(
  error: unknown,
  otherwise: ChaosErrorCode,
): Readonly<{ code: ChaosErrorCode; message: string }> {
  return { code: error instanceof ChaosError ? error.code : otherwise, message: describeError(error) };
}

/**
 * Cuts a report to the 4,096 bytes that Kubernetes keeps: long texts first, then proofs of what is gone, then the
 * others, each time with a proof that says how many were cut.
 */
export function fitReport(report: AgentReport): AgentReport {
  const { error, proof } = report;
  const short: AgentReport = {
    ...report,
    proof: proof.map(cutProof),
    ...(error === undefined ? {} : { error: { ...error, message: cut(error.message) } }),
  };
  // What may be left is worth more than what is gone: it comes first, and what comes last is cut first.
  const ordered = [...short.proof.filter(({ gone }) => !gone), ...short.proof.filter(({ gone }) => gone)];
  for (let kept = ordered.length; kept >= 0; kept--) {
    const proofs = kept === ordered.length ? short.proof : summarize(ordered, kept);
    const fitted = { ...short, proof: proofs };
    if (Buffer.byteLength(JSON.stringify(fitted)) <= REPORT_LIMIT_BYTES) return fitted;
  }
  // Only a text full of what JSON escapes can get here.
  return {
    ...short,
    proof: summarize(ordered, 0),
    ...(error && { error: { ...error, message: 'too long' } }),
  };
}

function summarize(ordered: readonly Proof[], kept: number): readonly Proof[] {
  const rest = ordered.slice(kept);
  return [
    ...ordered.slice(0, kept),
    { what: `and ${rest.length} more`, gone: rest.every(({ gone }) => gone) },
  ];
}

function cutProof({ what, gone, error }: Proof): Proof {
  return { what: cut(what), gone, ...(error === undefined ? {} : { error: cut(error) }) };
}

function cut(text: string): string {
  return text.length <= REPORT_TEXT_LIMIT_CHARACTERS
    ? text
    : `${text.slice(0, REPORT_TEXT_LIMIT_CHARACTERS)}…`;
}
