import type { ChaosError } from '../../errors.ts';
import { Fields } from '../network/fields.ts';
import { BYTES_LIMIT, CORES_LIMIT } from './limits.ts';
import type { BurnFaultSpec, FillDiskFaultSpec, FillMemoryFaultSpec, PodMemory } from './spec.ts';

const BYTES = { from: 1, to: BYTES_LIMIT, whole: true } as const;
const RAMP_MS = { from: 1, to: 86_400_000, whole: true } as const;
const LEAST_PERCENT = 0.01;

/** RFC 1123's label: names of volumes and containers. */
const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Checks a burn strictly, as it comes as JSON.
 * @throws {ChaosError} CHAOS_USAGE, naming the field, what was expected and what was got
 */
export function validateBurn(value: unknown): BurnFaultSpec {
  const fields = new Fields(value, 'fault', ['kind', 'cores', 'percent', 'limitCores']);
  return {
    kind: fields.choice('kind', ['burn']),
    cores: fields.number('cores', { from: 1, to: CORES_LIMIT, whole: true }),
    percent: fields.number('percent', { from: LEAST_PERCENT, to: 100 }),
    ...(fields.has('limitCores') && { limitCores: fields.number('limitCores', { from: 0, to: 1e6 }) }),
  };
}

/**
 * Checks a fill of memory strictly.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function validateFillMemory(value: unknown): FillMemoryFaultSpec {
  const fields = new Fields(value, 'fault', ['kind', 'amount', 'rampMs', 'untilOom', 'pod']);
  return {
    kind: fields.choice('kind', ['fill-memory']),
    amount: readAmount(fields.get('amount')),
    ...readRamp(fields),
    ...(fields.has('untilOom') && { untilOom: fields.choice('untilOom', [true, false]) }),
    ...(fields.has('pod') && { pod: readPodMemory(fields.get('pod')) }),
  };
}

/**
 * Checks a fill of a disk strictly.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function validateFillDisk(value: unknown): FillDiskFaultSpec {
  const known = ['kind', 'volume', 'bytes', 'rampMs', 'untilEvicted', 'evictsAtBytes'];
  const fields = new Fields(value, 'fault', known);
  return {
    kind: fields.choice('kind', ['fill-disk']),
    volume: readName(fields, 'volume', 'the name of a volume'),
    bytes: fields.number('bytes', BYTES),
    ...readRamp(fields),
    ...(fields.has('untilEvicted') && { untilEvicted: fields.choice('untilEvicted', [true, false]) }),
    ...(fields.has('evictsAtBytes') && {
      evictsAtBytes: fields.number('evictsAtBytes', { ...BYTES, from: 0 }),
    }),
  };
}

function readAmount(value: unknown): FillMemoryFaultSpec['amount'] {
  const fields = new Fields(value, 'fault.amount', ['bytes', 'percent']);
  if (fields.has('bytes') === fields.has('percent')) {
    const got = fields.has('bytes') ? 'both' : 'neither';
    throw amountError(fields, got);
  }
  return fields.has('bytes')
    ? { bytes: fields.number('bytes', BYTES) }
    : { percent: fields.number('percent', { from: LEAST_PERCENT, to: 100 }) };
}

function amountError(fields: Fields, got: string): ChaosError {
  return fields.expected(got === 'both' ? 'percent' : 'bytes', `bytes or percent and ${got} were given`);
}

function readPodMemory(value: unknown): PodMemory {
  const fields = new Fields(value, 'fault.pod', ['limitBytes', 'sees', 'unseenBytes']);
  return {
    ...(fields.has('limitBytes') && { limitBytes: fields.number('limitBytes', BYTES) }),
    sees: readName(fields, 'sees', 'the name of a container'),
    unseenBytes: fields.number('unseenBytes', { ...BYTES, from: 0 }),
  };
}

function readRamp(fields: Fields): Readonly<{ rampMs?: number }> {
  return fields.has('rampMs') ? { rampMs: fields.number('rampMs', RAMP_MS) } : {};
}

function readName(fields: Fields, name: string, what: string): string {
  const value = fields.get(name);
  if (typeof value === 'string' && NAME.test(value)) return value;
  throw fields.expected(name, what);
}
