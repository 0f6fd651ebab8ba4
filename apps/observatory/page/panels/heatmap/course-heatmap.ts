import { CONDITIONS } from '@pod-contagion/epidemic';
import { CODE, type Model } from '@pod-contagion/observatory';
import { COLOURS } from '../../state/palette.ts';
import { partsOf } from '../tree/density.ts';
import { clockTime } from '../../state/words.ts';
import { binName, binSize, packed, type Heatmap } from './heatmap.ts';

/** Of several pods in one row the worst is shown, so that no infection is hidden. */
const WORST = [CODE.symptomatic, CODE.incubating, CODE.waiting, CODE.starting, CODE.susceptible, CODE.ended];

/** More columns than this are not made: each asks what all pods were. */
const MAX_COLUMNS = 300;

/** Nothing is known, or the pod was not there. */
const EMPTY = 255;

/** What pods were, in columns of a length each, from a moment on. */
export type Course = Readonly<{
  fromMs: number;
  stepMs: number;
  columns: readonly Uint8Array[];
  isComplete: boolean;
}>;

/**
 * What each pod was over time: a row a pod, a column for a stretch of time, which are remembered, as what is past changes no more. Their
 * length doubles as the run grows.
 */
export class CourseColumns {
  #stepMs = 250;
  #fromMs = 0;
  #epoch = '';
  #columns: Uint8Array[] = [];

  /** Fills in what has come since, for as long as it may take: the rest the next time. A column is what pods, by their rows, were. */
  update(model: Model, limitMs = Infinity): Course {
    const startMs = performance.now();
    const [fromMs, untilMs] = model.timeline.span ?? [model.tMs, model.tMs];
    if (this.#epoch !== model.epoch || this.#fromMs !== fromMs) {
      this.#epoch = model.epoch;
      this.#fromMs = fromMs;
      this.#stepMs = 250;
      this.#columns = [];
    }
    while ((untilMs - fromMs) / this.#stepMs > MAX_COLUMNS) {
      this.#stepMs *= 2;
      this.#columns = this.#columns.filter((_, column) => column % 2 === 1);
    }
    const complete = Math.floor((untilMs - fromMs) / this.#stepMs);
    for (let column = this.#columns.length; column < complete; column++) {
      if (performance.now() - startMs > limitMs) break;
      // The moment at its end, so that every second column of a step is the column of a step twice as long.
      const moment = model.timeline.at(fromMs + (column + 1) * this.#stepMs);
      this.#columns.push(moment?.condition ?? new Uint8Array());
    }
    const columns = this.#columns;
    return { fromMs, stepMs: this.#stepMs, columns, isComplete: columns.length >= complete };
  }
}

/** Pods by time, as a heatmap; pods in the order that is given, in at most so many rows. */
export function courseHeatmap(
  model: Model,
  order: readonly number[],
  course: Course,
  mostRows: number,
): Heatmap {
  const size = binSize(order.length, Math.max(1, Math.floor(mostRows)));
  const rows = Math.ceil(order.length / size);
  const columns = course.columns.length;
  const codes = new Uint8Array(columns * rows).fill(EMPTY);
  const rank = new Uint8Array(256).fill(EMPTY);
  WORST.forEach((code, place) => (rank[code] = place));
  for (let column = 0; column < columns; column++) {
    const conditions = course.columns[column]!;
    for (let place = 0; place < order.length; place++) {
      const code = conditions[order[place]!] ?? EMPTY;
      const cell = Math.floor(place / size) * columns + column;
      if (rank[code]! < rank[codes[cell]!]!) codes[cell] = code;
    }
  }
  const colours = new Uint32Array(256);
  for (const code of CONDITIONS.keys()) {
    if (code !== CODE.ended) colours[code] = packed(partsOf(COLOURS[code] ?? '#999999'));
  }
  const pixels = new Uint8ClampedArray(Math.max(1, columns * rows) * 4);
  const cells = new Uint32Array(pixels.buffer);
  for (let cell = 0; cell < codes.length; cell++) cells[cell] = colours[codes[cell]!]!;
  const names = order.map((row) => model.pods.name[row] ?? '');
  return {
    columns,
    rows,
    columnName: (column) => clockTime(course.fromMs + (column + 1) * course.stepMs),
    rowName: (row) => binName(names, row, size),
    raster: { columns: Math.max(1, columns), rows: Math.max(1, rows), pixels },
    textOf: (column, row) => CONDITIONS[codes[row * columns + column] ?? EMPTY],
    podOfRow: (row) => (order[row * size] === undefined ? undefined : model.pods.first + order[row * size]!),
    across: 'time',
    down: 'pod',
    legend: CONDITIONS.flatMap((text, code) =>
      code === CODE.ended ? [] : [{ colour: COLOURS[code] ?? '', text }],
    ),
    note: size > 1 ? `${size} pods a row: the worst of them is shown` : '',
    hatched: [],
  };
}
