import { usageError } from '../../errors.ts';
import type { SignalFaultSpec } from '../fault-spec.ts';

/** The signals that the first process of a container can be sent. */
export const FAULT_SIGNALS: readonly SignalFaultSpec['signal'][] = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGABRT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGKILL',
];

/**
 * Reads a signal fault, strictly.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function validateSignalFault(value: unknown): SignalFaultSpec {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usageError(`expected a signal fault, an object, got ${JSON.stringify(value)}`);
  }
  const { kind, signal, ...others } = value as Readonly<Record<string, unknown>>;
  if (kind !== 'signal') throw usageError(`expected a fault of kind "signal", got ${JSON.stringify(kind)}`);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw usageError(`a signal fault has the fields kind and signal, got ${JSON.stringify(unknown)}`);
  }
  const known = FAULT_SIGNALS.find((each) => each === signal);
  if (known === undefined) {
    throw usageError(
      `signal expects ${FAULT_SIGNALS.join(' or ')}, got ${JSON.stringify(signal) ?? 'nothing'}`,
    );
  }
  return { kind, signal: known };
}
