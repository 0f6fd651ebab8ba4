import { usageError } from '../errors.ts';
import type { LabelRequirement } from '@pod-contagion/notations';
import { parseSelector } from './label-selector.ts';
import { namePattern } from './name-pattern.ts';
import type { Amount, TargetOptions } from './options.ts';

/** The share of a namespace that may be hit where nothing is said. */
export const DEFAULT_MAX_NAMESPACE_PERCENT = 50;

/** Most names that can be written out, and most namespaces. */
const MAX_NAMES = 1_000;

/** Phases of a pod; source: k8s.io/api/core/v1/types.go (`PodPhase`). */
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

/** Options that were read, with all defaults. */
export type CheckedTargets = Readonly<{
  namespaces: readonly string[];
  labels: readonly LabelRequirement[];
  annotations: readonly LabelRequirement[];
  owner: string | undefined;
  names: ReadonlySet<string>;
  pattern: RegExp | undefined;
  nodes: readonly string[];
  phases: readonly string[];
  minAgeMs: number;
  excludedLabels: readonly LabelRequirement[];
  excludedPattern: RegExp | undefined;
  amount: Amount;
  maxNamespacePercent: number;
  keepLastReady: boolean;
  refuseHostNetwork: boolean;
}>;

/**
 * Reads what may be hit, so that nothing is asked of a cluster for options that can't be meant.
 * @throws {ChaosError} CHAOS_USAGE naming the option, what it expects and what it got.
 */
export function checkTargetOptions(options: TargetOptions): CheckedTargets {
  const { namespaces, names = [], minAgeMs = 0, owner, exclude = {}, phases = [] } = options;
  if (namespaces.length === 0 || namespaces.length > MAX_NAMES || namespaces.includes('')) {
    throw wrong('namespaces', `1 to ${MAX_NAMES} names`, namespaces);
  }
  if (names.length > MAX_NAMES || names.includes('')) throw wrong('names', `at most ${MAX_NAMES}`, names);
  if (!(Number.isFinite(minAgeMs) && minAgeMs >= 0)) throw wrong('minAgeMs', '0 or more', minAgeMs);
  if (owner !== undefined && !/^[A-Za-z]+(?:\/[^/\s]+)?$/.test(owner)) {
    throw wrong('owner', 'Kind/name or Kind', owner);
  }
  const unknown = phases.find((phase) => !PHASES.includes(phase));
  if (unknown !== undefined) throw wrong('phases', PHASES.join(', '), unknown);
  const { maxNamespacePercent = DEFAULT_MAX_NAMESPACE_PERCENT } = options;
  if (!isPercent(maxNamespacePercent)) {
    throw wrong('maxNamespacePercent', 'above 0 to 100', maxNamespacePercent);
  }
  for (const [option, text] of Object.entries({
    selector: options.selector,
    annotations: options.annotations,
    fieldSelector: options.fieldSelector,
    'exclude.selector': exclude.selector,
  })) {
    // Everybody would be meant by it, or nobody excluded.
    if (text !== undefined && text.trim() === '') throw wrong(option, 'a selector that says something', text);
  }
  const excludedLabels = parseSelector(exclude.selector ?? '');
  return {
    namespaces: [...new Set(namespaces)],
    labels: parseSelector(options.selector ?? ''),
    annotations: parseSelector(options.annotations ?? '', 'annotation'),
    owner,
    names: new Set(names),
    pattern: optionalPattern(options.namePattern),
    nodes: options.nodes ?? [],
    phases: phases.length === 0 ? ['Running'] : phases,
    minAgeMs,
    excludedLabels,
    excludedPattern: optionalPattern(exclude.namePattern),
    amount: checkAmount(options.amount),
    maxNamespacePercent,
    keepLastReady: options.keepLastReady ?? true,
    refuseHostNetwork: options.refuseHostNetwork ?? false,
  };
}

function checkAmount(amount: Amount): Amount {
  if (amount === 'all') return amount;
  if ('count' in amount) {
    if (!(Number.isSafeInteger(amount.count) && amount.count >= 1)) {
      throw wrong('count', 'a whole number from 1', amount.count);
    }
    return amount;
  }
  const percent = 'percent' in amount ? amount.percent : amount.upToPercent;
  if (!isPercent(percent)) throw wrong('percent', 'above 0 to 100', percent);
  return amount;
}

function isPercent(value: number): boolean {
  return Number.isFinite(value) && value > 0 && value <= 100;
}

function optionalPattern(pattern: string | undefined): RegExp | undefined {
  return pattern === undefined ? undefined : namePattern(pattern);
}

function wrong(option: string, expected: string, got: unknown): Error {
  return usageError(`targets: ${option} expects ${expected}, got ${JSON.stringify(got) ?? String(got)}`);
}
