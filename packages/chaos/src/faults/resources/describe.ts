import type { Effect } from '../fault-agent.ts';
import type { BurnFaultSpec, FillDiskFaultSpec, FillMemoryFaultSpec } from './spec.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes for people: `300 MiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  const digits = value >= 100 || unit === 0 ? 0 : 1;
  return `${bytes < 0 ? '-' : ''}${value.toFixed(digits).replace(/\.0$/, '')} ${UNITS[unit]}`;
}

/** Per cent for people: `70 %`, `49.8 %`. */
export function formatPercent(percent: number): string {
  return `${percent.toFixed(1).replace(/\.0$/, '')} %`;
}

/** Says a fault of a pod's resources in a few words: `burn 50 % of 1 core`. */
export function describeResourceFault(
  fault: BurnFaultSpec | FillMemoryFaultSpec | FillDiskFaultSpec,
): string {
  switch (fault.kind) {
    case 'burn':
      return `burn ${formatPercent(fault.percent)} of ${fault.cores} core${fault.cores === 1 ? '' : 's'}`;
    case 'fill-memory': {
      const { amount, untilOom } = fault;
      const what =
        'bytes' in amount
          ? `fill ${formatBytes(amount.bytes)} of memory`
          : `fill memory to ${formatPercent(amount.percent)} of the pod's limit`;
      return untilOom === true ? `${what}, until the OOM killer comes` : what;
    }
    case 'fill-disk': {
      const what = `fill ${formatBytes(fault.bytes)} of volume ${fault.volume}`;
      return fault.untilEvicted === true ? `${what}, until the pod is evicted` : what;
    }
  }
}

/** Says what was reached of what was asked: `49.8 % for 50 % of each core`, `300 MiB of 300 MiB`. */
export function describeLevel({ asked, reached, unit }: NonNullable<Effect['level']>): string {
  if (unit === 'bytes') return `${formatBytes(reached)} of ${formatBytes(asked)}`;
  return `${formatPercent(reached)} for ${formatPercent(asked)} ${unit.replace('percent ', '')}`;
}
