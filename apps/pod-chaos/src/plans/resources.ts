import type { BurnFaultSpec, FillDiskFaultSpec, FillMemoryFaultSpec } from '@pod-contagion/chaos/faults';
import { usageError } from '../errors.ts';
import type { BurnFlags } from '../flags/burn.ts';
import type { FillFlags } from '../flags/fill.ts';
import { DEFAULT_FAULT_MS } from '../limits.ts';

/** The fault of `burn`. */
export function planBurn({ load = 100, cores = 1 }: BurnFlags): BurnFaultSpec {
  return { kind: 'burn', cores, percent: load };
}

/**
 * The fault of `fill`: memory or disk.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planFill(flags: FillFlags): FillMemoryFaultSpec | FillDiskFaultSpec {
  const { memory, disk } = flags;
  if (memory !== undefined && disk !== undefined) {
    throw usageError('expected --memory or --disk, got both: one command for each');
  }
  const ramp = planRamp(flags);
  if (memory !== undefined) return planMemory(flags, memory, ramp);
  if (disk !== undefined) return planDisk(flags, disk, ramp);
  throw usageError('expected --memory or --disk, got neither');
}

function planMemory(
  flags: FillFlags,
  amount: FillMemoryFaultSpec['amount'],
  ramp: Readonly<{ rampMs?: number }>,
): FillMemoryFaultSpec {
  const { volume, 'until-oom': untilOom, 'until-evicted': untilEvicted } = flags;
  if (volume !== undefined) throw usageError('expected --volume with --disk, got it with --memory');
  if (untilEvicted) throw usageError('expected --until-evicted with --disk, got it with --memory');
  return { kind: 'fill-memory', amount, ...ramp, ...(untilOom ? { untilOom } : {}) };
}

function planDisk(flags: FillFlags, bytes: number, ramp: Readonly<{ rampMs?: number }>): FillDiskFaultSpec {
  const { volume, container, 'until-oom': untilOom, 'until-evicted': untilEvicted } = flags;
  if (volume === undefined) throw usageError('expected --volume with --disk, got none');
  if (container !== undefined) throw usageError('expected --container with --memory, got it with --disk');
  if (untilOom) throw usageError('expected --until-oom with --memory, got it with --disk');
  return { kind: 'fill-disk', volume, bytes, ...ramp, ...(untilEvicted ? { untilEvicted } : {}) };
}

/** A ramp that is longer than the fault would never get to what was asked. */
function planRamp({ ramp, duration, 'running-time': running }: FillFlags): Readonly<{ rampMs?: number }> {
  if (ramp === undefined) return {};
  const durationMs = duration ?? running ?? DEFAULT_FAULT_MS;
  if (ramp >= durationMs) {
    throw usageError(`expected a --ramp shorter than the duration of ${durationMs} ms, got ${ramp} ms`);
  }
  return { rampMs: ramp };
}
