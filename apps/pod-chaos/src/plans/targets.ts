import type { Amount, TargetOptions } from '@pod-contagion/chaos';
import { usageError } from '../errors.ts';
import type { TargetFlags, WhoFlags } from '../flags/targets.ts';
import { given } from './given.ts';

/** Which pods; where `namespaces` is empty, that of the kubeconfig's context is meant, which nobody knows yet. */
export type TargetPlan = TargetOptions;

/** What narrows the choice of pods; one of them has to be given, or --all. */
const CHOICES = [
  'selector',
  'field-selector',
  'annotation',
  'owner',
  'name-pattern',
] as const satisfies readonly (keyof WhoFlags)[];

/** How many; at most one of them can be given. */
const AMOUNTS = [
  'count',
  'percent',
  'up-to-percent',
  'all',
] as const satisfies readonly (keyof TargetFlags)[];

/**
 * Puts the flags that say which pods together, and means all of them, without any cap: for what mends. Who gives neither
 * a pod nor a selector nor --all gets an error, not the pods of the namespace.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planWho(flags: WhoFlags): TargetPlan {
  const isNarrowed = CHOICES.some((name) => flags[name] !== undefined) || flags.node.length > 0;
  if (flags.pod.length === 0 && !isNarrowed && !flags.all) {
    throw usageError(
      'expected -p POD, a selector such as -l app=web (or --name-pattern, --owner, --annotation, --field-selector, --node), or --all, got none',
    );
  }
  return {
    namespaces: flags.namespace,
    amount: 'all',
    keepLastReady: false,
    maxNamespacePercent: 100,
    ...given({
      names: flags.pod.length > 0 ? flags.pod : undefined,
      selector: flags.selector,
      fieldSelector: flags['field-selector'],
      annotations: flags.annotation,
      owner: flags.owner,
      namePattern: flags['name-pattern'],
      nodes: flags.node.length > 0 ? flags.node : undefined,
      phases: flags.phase.length > 0 ? flags.phase : undefined,
      minAgeMs: flags['min-age'],
      exclude: excluded(flags),
    }),
  };
}

/**
 * Puts the flags together to a choice of pods to hit.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planTargets(flags: TargetFlags): TargetPlan {
  const amounts = AMOUNTS.filter((name) => flags[name] !== undefined && flags[name] !== false);
  if (amounts.length > 1) {
    throw usageError(`expected one of ${dashed(AMOUNTS)}, got ${dashed(amounts, ' and ')}`);
  }
  const [amount] = amounts;
  if (flags.pod.length > 0 && amount !== undefined && amount !== 'all') {
    throw usageError(`expected --pod or --${amount}, got both: all pods that are named are hit`);
  }
  const { maxNamespacePercent: _uncapped, ...who } = planWho(flags);
  return {
    ...who,
    amount: amountOf(flags),
    keepLastReady: !flags['allow-last-ready'],
    ...given({ seed: flags.seed, maxNamespacePercent: flags['max-percent'] }),
  };
}

function amountOf(flags: TargetFlags): Amount {
  if (flags.count !== undefined) return { count: flags.count };
  if (flags.percent !== undefined) return { percent: flags.percent };
  if (flags['up-to-percent'] !== undefined) return { upToPercent: flags['up-to-percent'] };
  return flags.all || flags.pod.length > 0 ? 'all' : { count: 1 };
}

function excluded(flags: WhoFlags): TargetOptions['exclude'] {
  if (flags.exclude === undefined && flags['exclude-name'] === undefined) return undefined;
  return given({ selector: flags.exclude, namePattern: flags['exclude-name'] });
}

function dashed(names: readonly string[], between = ', '): string {
  return names.map((name) => `--${name}`).join(between);
}
