import { AXES, compareCells, type CellState } from '@pod-contagion/simulator';
import { sweepCsv } from '@pod-contagion/simulator/formats';
import type { SweepPlan } from './plan.ts';
import { baselineOf } from './baseline.ts';
import { paceOf, shareOf, valueOf } from './texts.ts';

/** What is known in the end as CSV, a line for each setting: `symptom_delay_ms` and the like first. */
export function sweepTable(
  { header: { axes, untilMs }, baseline: values }: Pick<SweepPlan, 'header' | 'baseline'>,
  states: readonly CellState[],
): Iterable<string> {
  const baseline = baselineOf({ baseline: values }, states);
  const names = axes.map(({ name }) => {
    const words = name.replaceAll('-', '_');
    return AXES[name].unit === 'ms' ? `${words}_ms` : words;
  });
  return sweepCsv(
    names,
    states.map((state) => {
      const { value, low, high } = shareOf(state);
      return {
        settings: Object.fromEntries(
          names.map((name, place) => [name, valueOf(axes[place]!, state.cell.values[place]!)]),
        ),
        runs: state.runs,
        alive: state.alive,
        share: value,
        low,
        high,
        restartsPerSecond: paceOf(state, untilMs),
        ...(baseline === undefined ? {} : { comparison: compareCells(state, baseline) }),
      };
    }),
    baseline !== undefined,
  );
}
