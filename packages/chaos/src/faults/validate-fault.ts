import { usageError } from '../errors.ts';
import type { FaultSpec } from './fault-spec.ts';
import { validateFlushFault, validateRehearsal } from './flush/validate.ts';
import { validateNetworkFault } from './network/validate.ts';
import { validateRequestFault } from './requests/validate.ts';
import { validateBurn, validateFillDisk, validateFillMemory } from './resources/validate.ts';
import { validateSignalFault } from './signal/signal-spec.ts';
import { validateToxicFault } from './toxics/validate.ts';

/** What checks each kind of fault; a further one is one more line. */
const VALIDATORS: { readonly [Kind in FaultSpec['kind']]: (value: unknown) => FaultSpec } = {
  network: validateNetworkFault,
  requests: validateRequestFault,
  toxics: validateToxicFault,
  signal: validateSignalFault,
  burn: validateBurn,
  'fill-memory': validateFillMemory,
  'fill-disk': validateFillDisk,
  flush: validateFlushFault,
  rehearsal: validateRehearsal,
};

/**
 * Reads a fault of any kind, strictly.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function validateFault(value: unknown): FaultSpec {
  const { kind } = (value ?? {}) as { kind?: unknown };
  const validate =
    typeof kind === 'string' && Object.hasOwn(VALIDATORS, kind)
      ? VALIDATORS[kind as FaultSpec['kind']]
      : undefined;
  if (validate === undefined) {
    const known = Object.keys(VALIDATORS).join(' or ');
    throw usageError(`a fault expects the kind ${known}, got ${JSON.stringify(kind) ?? 'nothing'}`);
  }
  return validate(value);
}
