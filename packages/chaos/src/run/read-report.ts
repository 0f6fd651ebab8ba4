import type { AgentLine, AgentReport } from '../agent/lines.ts';

const OUTCOMES: readonly string[] = [
  'mended',
  'untouched',
  'left',
  'checked',
] satisfies AgentReport['outcome'][];
const EVENTS: readonly string[] = [
  'begun',
  'applied',
  'effect',
  'returned',
  'ending',
  'report',
] satisfies AgentLine['event'][];

/** A line that an agent of a run wrote; undefined for whatever else stands in its log. */
export function readLine(text: string, run: string): AgentLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const line = value as Record<string, unknown>;
  if (line['run'] !== run || !EVENTS.includes(String(line['event']))) return undefined;
  if (line['event'] === 'report') return isReport(line) ? (value as AgentReport) : undefined;
  return typeof line['at'] === 'string' ? (value as AgentLine) : undefined;
}

/** The beginning of a report, up to when it ended: what `createReport` writes first. What it hit follows, where it was counted. */
const HEAD =
  /^\{"event":"report","run":"[^"]+","outcome":"[a-z]+","reason":"[a-z]+",(?:"appliedAt":"[^"]+",)?"endedAt":"[^"]+"/;
const COUNT = /^,"effect":\{"hits":\d+(?:,"unit":"[a-z ]+")?(?=[,}])/;

/**
 * The report of an agent of a run, from its termination message; undefined for anything else. The kubelet keeps 12 KiB of messages of
 * a pod in its status, the same for each container that it has or had: where agents have been in a pod for ten times the reports of all
 * of them are cut. The outcome says whether all is gone, so that one without its end is as good a proof; it says of itself that it is `cut`.
 *
 * Source: `normalizeStatus` in pkg/kubelet/status/status_manager.go of Kubernetes 1.36.
 */
export function readReport(message: string | undefined, run: string): AgentReport | undefined {
  for (const text of (message ?? '').trim().split('\n').toReversed()) {
    const line = readLine(text, run) ?? readCut(text, run);
    if (line?.event === 'report') return line;
  }
  return undefined;
}

function readCut(text: string, run: string): AgentLine | undefined {
  // Of one that is whole, and not as agents write it, no part is taken.
  const [head] = isJson(text) ? [] : (HEAD.exec(text) ?? []);
  if (head === undefined) return undefined;
  const [count] = COUNT.exec(text.slice(head.length)) ?? [];
  const effect = count === undefined ? '' : `${count}}`;
  return readLine(`${head}${effect},"proof":[],"cut":true}`, run);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether an agent has proven that nothing of its run, or of the runs it was to end, is left in the pod. */
export function isProof({ outcome, proof }: AgentReport): boolean {
  return outcome !== 'left' && proof.every(({ gone }) => gone);
}

function isReport(line: Record<string, unknown>): boolean {
  return (
    OUTCOMES.includes(String(line['outcome'])) &&
    typeof line['endedAt'] === 'string' &&
    Array.isArray(line['proof']) &&
    line['proof'].every(
      (item: unknown) =>
        typeof item === 'object' && item !== null && typeof (item as { gone?: unknown }).gone === 'boolean',
    )
  );
}
