import type { ToxicFaultSpec } from '@pod-contagion/chaos/faults';
import { parseToxic } from '@pod-contagion/chaos/parse';
import { usageError } from '../errors.ts';
import type { ToxicFlags } from '../flags/toxic.ts';
import { planRedirect } from './redirect.ts';

/**
 * The fault of `toxic`.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planToxic(flags: ToxicFlags): ToxicFaultSpec {
  if (flags.toxic.length === 0)
    throw usageError('expected --toxic (-t), such as latency,latency=250,jitter=50, got none');
  return { kind: 'toxics', ...planRedirect(flags), toxics: flags.toxic.map(parseToxic) };
}
