import { isRecord } from '@pod-contagion/notations';
import { ChaosError } from '../errors.ts';
import type { AgentReport, Proof } from './lines.ts';
import type { LockAnswer, LockQuestion } from './lock.ts';
import { RUN_PATTERN } from './run-pattern.ts';

const OUTCOMES: readonly unknown[] = [
  'mended',
  'untouched',
  'left',
  'checked',
] satisfies AgentReport['outcome'][];

/** Reads a question of one line; undefined where it is none: any process of the pod can connect. */
export function parseQuestion(text: string): LockQuestion | undefined {
  const value = parseObject(text);
  if (value === undefined || Object.keys(value).length !== 1) return undefined;
  if (value['who'] === true) return { who: true };
  const { end } = value as { end?: unknown };
  if (end === null) return { end };
  return typeof end === 'string' && RUN_PATTERN.test(end) ? { end } : undefined;
}

/**
 * Reads an answer of one line.
 * @throws {ChaosError} CHAOS_CONFLICT where no agent can have said it
 */
export function parseAnswer(text: string): LockAnswer {
  const value = parseObject(text);
  if (value !== undefined) {
    const { run, report } = value;
    if (typeof run === 'string' && RUN_PATTERN.test(run)) return { run };
    if (isReport(report)) return { report };
  }
  throw new ChaosError(
    'CHAOS_CONFLICT',
    `expected the answer of an agent that holds the lock, got ${JSON.stringify(text.slice(0, 100))}`,
  );
}

function isReport(value: unknown): value is AgentReport {
  if (!isRecord(value)) return false;
  const { event, run, outcome, proof } = value;
  return (
    event === 'report' &&
    typeof run === 'string' &&
    OUTCOMES.includes(outcome) &&
    Array.isArray(proof) &&
    proof.every(isProof)
  );
}

function isProof(value: unknown): value is Proof {
  return isRecord(value) && typeof value['what'] === 'string' && typeof value['gone'] === 'boolean';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
