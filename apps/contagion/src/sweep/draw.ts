import { formatDuration } from '@pod-contagion/notations';
import { AXES, type Axis, type CellState } from '@pod-contagion/simulator';
import { phaseDiagram, sharesPlot } from '@pod-contagion/simulator/plots';
import { percent } from '../simulate/texts.ts';
import type { SweepPlan } from './plan.ts';
import { isOpen, labelOf, shareOf, sweepCaption, valueOf } from './texts.ts';

/** A sweep of one setting as a curve with intervals, of two as a phase diagram, as SVG. */
export async function drawSweep(plan: SweepPlan, states: readonly CellState[]): Promise<string> {
  const { axes, untilMs, precision } = plan.header;
  const [down, across] = axes as readonly [Axis, Axis?];
  const runs = states.map((state) => state.runs);
  const [least, most] = [Math.min(...runs), Math.max(...runs)];
  const caption = `${sweepCaption(plan)}; ${introducedBy(states)} from outside; ${least === most ? least : `${least} to ${most}`} runs of each setting`;
  const title = `Will it last ${formatDuration(untilMs)}?`;
  if (across === undefined) {
    return sharesPlot({
      title,
      caption: `${caption}; bars are 95 % intervals (Wilson)`,
      xLabel: axisLabel(down),
      quantity: `runs alive after ${formatDuration(untilMs)}`,
      level: precision.level,
      points: states.map((state) => {
        const { value, low, high } = shareOf(state);
        return { x: drawn(down, state.cell.values[0]!), share: value, low, high };
      }),
    });
  }
  return phaseDiagram({
    title,
    caption: `${caption}; ? where the 95 % interval (Wilson) holds ${percent(precision.level)} %`,
    xLabel: axisLabel(across),
    yLabel: axisLabel(down),
    quantity: `alive after ${formatDuration(untilMs)}`,
    cells: states.map((state) => ({
      x: wordOf(across, state.cell.values[1]!),
      y: wordOf(down, state.cell.values[0]!),
      share: shareOf(state).value,
      isOpen: isOpen(state, precision.level),
    })),
  });
}

/** How many sneezes begin a run: a starter sends more of them where they are less far apart. */
function introducedBy(states: readonly CellState[]): string {
  const sneezes = states.map(({ cell }) => cell.outbreak.sneezes);
  const [least, most] = [Math.min(...sneezes), Math.max(...sneezes)];
  if (least < most) return `${least} to ${most} sneezes`;
  return most === 1 ? 'one sneeze' : `${most} sneezes`;
}

/** `symptom delay (s)`. */
function axisLabel(axis: Axis): string {
  return AXES[axis.name].unit === 'ms' ? `${labelOf(axis)} (s)` : labelOf(axis);
}

/** What stands at an axis where there is no scale. */
function wordOf(axis: Axis, value: number): number | string {
  const written = valueOf(axis, value);
  return typeof written === 'string' ? written : drawn(axis, value);
}

function drawn({ name }: Axis, value: number): number {
  return AXES[name].unit === 'ms' ? value / 1_000 : value;
}
