import { usageError } from '../errors.ts';
import { FAULT_AGENTS, type AnyFaultAgent } from '../faults/agents.ts';
import { validateFault } from '../faults/validate-fault.ts';
import { DURATION_LIMIT_MS, SPEC_LIMIT_CHARACTERS } from './limits.ts';
import { RUN_PATTERN } from './run-pattern.ts';
import type { AgentOrder, AgentSpec } from './spec.ts';

/** The fields that each order has besides `version`, `order` and `run`. */
const FIELDS: Readonly<Record<AgentOrder, readonly string[]>> = {
  fault: ['fault', 'durationMs', 'beginBeforeMs'],
  check: ['fault'],
  end: ['target', 'kinds'],
};

/** The last moment that a date can name, in ms since 1970. */
const LAST_MOMENT_MS = 8.64e15;

/**
 * Reads the order of an agent, strictly: an agent that misunderstands its order breaks what nobody asked for.
 * @throws {ChaosError} CHAOS_USAGE, naming the field, what was expected and what was got
 */
export function parseAgentSpec(text: string, agents: readonly AnyFaultAgent[] = FAULT_AGENTS): AgentSpec {
  const value = parseObject(text);
  const { version, order, run, durationMs, target, kinds } = value;
  if (version !== 1) throw expected('version', '1', version);
  if (!isOrder(order)) throw expected('order', Object.keys(FIELDS).join(' or '), order);
  if (!isRun(run)) throw expected('run', '8 characters a-z and 0-9', run);
  const known = ['version', 'order', 'run', ...FIELDS[order]];
  const unknown = Object.keys(value).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw usageError(
      `an order "${order}" has the fields ${known.join(', ')}, got ${JSON.stringify(unknown)}`,
    );
  }
  if (order === 'end') {
    if (target !== undefined && !isRun(target)) throw expected('target', 'the id of a run', target);
    return { version, order, run, ...(target === undefined ? {} : { target }), ...readKinds(kinds) };
  }
  if (value['fault'] === undefined) throw expected('fault', 'a fault', undefined);
  const fault = validateFault(value['fault']);
  if (order === 'check') return { version, order, run, fault };
  const begin = readBegin(value);
  if (agents.some(({ kind, momentary }) => kind === fault.kind && momentary === true)) {
    if (durationMs !== undefined) throw expected('durationMs', `nothing for a ${fault.kind}`, durationMs);
    return { version, order, run, fault, ...begin };
  }
  if (!isWhole(durationMs, 1, DURATION_LIMIT_MS)) {
    throw expected('durationMs', `a whole number from 1 to ${DURATION_LIMIT_MS}`, durationMs);
  }
  return { version, order, run, fault, durationMs, ...begin };
}

/** The run that an order names, even if the rest is wrong, so that its report can be told from others. */
export function runIn(text: string): string {
  try {
    const { run } = parseObject(text);
    return isRun(run) ? run : 'unknown';
  } catch {
    return 'unknown';
  }
}

function parseObject(text: string): Readonly<Partial<Record<keyof AgentSpec, unknown>>> {
  if (text.length > SPEC_LIMIT_CHARACTERS) {
    throw usageError(`an order has at most ${SPEC_LIMIT_CHARACTERS} characters, got ${text.length}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw usageError(`expected an order in JSON, got ${JSON.stringify(text.slice(0, 40))}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usageError(`expected an order, a JSON object, got ${JSON.stringify(value).slice(0, 40)}`);
  }
  return value;
}

function readBegin({
  beginBeforeMs,
}: Readonly<{ beginBeforeMs?: unknown }>): Pick<AgentSpec, 'beginBeforeMs'> {
  if (beginBeforeMs === undefined) return {};
  if (isWhole(beginBeforeMs, 0, LAST_MOMENT_MS)) return { beginBeforeMs };
  throw expected('beginBeforeMs', 'whole milliseconds since 1970', beginBeforeMs);
}

function readKinds(kinds: unknown): Pick<AgentSpec, 'kinds'> {
  if (kinds === undefined) return {};
  const known: readonly unknown[] = FAULT_AGENTS.map(({ kind }) => kind);
  if (!Array.isArray(kinds) || kinds.length === 0 || !kinds.every((kind) => known.includes(kind))) {
    throw expected('kinds', `a list of ${known.join(', ')}`, kinds);
  }
  return { kinds: kinds as NonNullable<AgentSpec['kinds']> };
}

function isOrder(value: unknown): value is AgentOrder {
  return typeof value === 'string' && Object.hasOwn(FIELDS, value);
}

function isRun(value: unknown): value is string {
  return typeof value === 'string' && RUN_PATTERN.test(value);
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
}

function expected(field: string, what: string, got: unknown): Error {
  const text = got === undefined ? 'nothing' : JSON.stringify(got).slice(0, 100);
  return usageError(`the field ${field} of an order expects ${what}, got ${text}`);
}
