import { formatDuration } from '@pod-contagion/notations';
import { nextBlock, type BlockResult, type Cell, type Precision } from '@pod-contagion/simulator';

/** How far a sweep is, and for how long it may still go on. */
export type SweepProgress = Readonly<{
  /** Counts a block that is done; `isEarlier` where that was before this start. */
  count: (block: BlockResult, isEarlier: boolean) => void;
  text: () => string;
}>;

/**
 * Counts what is done. The time left supposes that a run takes as long as the settings have podders, and that cells which are still to
 * come take as many runs as those that are done.
 */
export function createProgress(
  cells: readonly Cell[],
  precision: Precision,
  now: () => number = () => performance.now(),
): SweepProgress {
  const states = cells.map((cell) => ({ cell, runs: 0, alive: 0, isDone: false }));
  const startedAtMs = now();
  let runs = 0;
  let doneCells = 0;
  let runsOfDone = 0;
  let podRunsNow = 0;
  /** Work that is still to come, in runs of one podder. */
  const podRunsLeft = (): number => {
    const usual = doneCells === 0 ? precision.maxRuns : runsOfDone / doneCells;
    return states.reduce(
      (sum, { cell, runs: done, isDone }) =>
        sum + (isDone ? 0 : Math.max(usual - done, precision.minRuns) * cell.model.pods),
      0,
    );
  };
  return {
    count(block, isEarlier) {
      const state = states[block.cell]!;
      const blockRuns = block.to - block.from;
      state.runs += blockRuns;
      state.alive += block.alive;
      runs += blockRuns;
      if (!isEarlier) podRunsNow += blockRuns * state.cell.model.pods;
      if (nextBlock(state, precision) !== undefined) return;
      state.isDone = true;
      doneCells++;
      runsOfDone += state.runs;
    },
    text() {
      const told = `${doneCells} of ${cells.length} settings, ${runs} runs`;
      if (podRunsNow === 0) return told;
      const leftMs = ((now() - startedAtMs) / podRunsNow) * podRunsLeft();
      return `${told}, about ${formatDuration(leftMs)} left`;
    },
  };
}
