import type { Where } from '@pod-contagion/chaos/run';
import { usageError } from '../errors.ts';

/**
 * Where to look: undefined for the namespaces of the session.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planPlace(
  flags: Readonly<{ namespace: readonly string[]; 'all-namespaces': boolean }>,
): Where | undefined {
  if (!flags['all-namespaces']) return undefined;
  if (flags.namespace.length > 0) throw usageError('expected --namespace or --all-namespaces (-A), got both');
  return { all: true };
}
