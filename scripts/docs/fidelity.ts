/** How near simulations come to the recordings of real clusters, as a table in Markdown. */
import type { Beside } from '@pod-contagion/simulator';
import { besideRecording, RECORDED, type Recorded } from '../testing/beside-recordings.ts';
import { table } from './table.ts';

const HEAD = [
  'recording',
  'restarts',
  'most of one podder',
  'the last one ended by',
  'points within the bands: in back-off, ready, restarts',
];

/** A row for each recording: what was recorded, and what nine tenths of simulations lie between. */
export function fidelity(): string {
  return table(HEAD, RECORDED.map(rowOf));
}

function rowOf(recorded: Recorded): readonly string[] {
  const { restarts, mostRestarts, lastEndSeenMs, extinctAtMs, curves } = besideRecording(recorded).comparison;
  const isOver = extinctAtMs.some((atMs) => !Number.isNaN(atMs));
  const shares = [curves.waiting, curves.ready, curves.restarts].map(
    // Rounded down: not all that is nearly all.
    ({ share }) => `${Math.floor(100 * share)} %`,
  );
  return [
    `\`${recorded.name}\``,
    beside(restarts, String),
    beside(mostRestarts, String),
    isOver ? beside(lastEndSeenMs, (ms) => `${ms / 1_000} s`) : 'it is not over, and no simulation is',
    shares.join(', '),
  ];
}

function beside({ recorded, low, high }: Beside, textOf: (value: number) => string): string {
  return `${textOf(recorded)}; ${textOf(Math.round(low))} to ${textOf(Math.round(high))}`;
}
