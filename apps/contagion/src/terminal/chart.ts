import { CONDITIONS, type Condition, type Counts } from '@pod-contagion/epidemic';
import { formatClock } from './clock-text.ts';
import type { Point } from './history.ts';
import type { Glyphs } from './glyphs.ts';
import { LOOKS, type Paint } from './style.ts';

/** What is drawn, and how large it gets in characters. */
export type ChartSize = Readonly<{ columns: number; rows: number }>;

/** Conditions as they lie on each other, the most ill at the bottom; who has ended is left out. */
const STACK: readonly Condition[] = ['symptomatic', 'incubating', 'waiting', 'susceptible', 'starting'];

/** The narrowest curve that is worth drawing; a terminal that leaves less gets none. */
const MIN_COLUMNS = 8;
const MIN_ROWS = 2;

/**
 * Draws the course as areas stacked on each other over time, with an axis to the left and one below: as wide as there
 * is room, from the first point to the last, whatever the number of points. Empty where there is no room.
 */
export function drawChart(points: readonly Point[], { columns, rows }: ChartSize, paint: Paint): string[] {
  const top = Math.max(1, ...points.map(({ counts }) => heightOf(counts)));
  const margin = String(top).length + 2;
  const width = columns - margin;
  // One row is for the axis of time.
  const height = rows - 2;
  if (width < MIN_COLUMNS || height < MIN_ROWS) return [];
  const { axis } = paint.glyphs;
  const bars = sampled(points, width).map((counts) => edgesOf(counts, top, height));
  const lines = Array.from({ length: height }, (_, index) => {
    const row = height - 1 - index;
    const cells = bars.map((edges) => cellOf(edges, row, paint));
    return `${axisLabel(row, { height, top, margin }, axis)}${paintRuns(cells, paint)}`;
  });
  return [
    ...lines,
    `${' '.repeat(margin - 2)} ${axis.corner}${axis.bottom.repeat(width)}`,
    timeAxis(points, margin, width),
  ];
}

function heightOf(counts: Counts): number {
  return STACK.reduce((sum, condition) => sum + counts[condition], 0);
}

/** One bar per column: the mean of the points that fall into its stretch, else the last one before it. */
function sampled(points: readonly Point[], width: number): readonly Counts[] {
  const first = points[0]?.atMs ?? 0;
  const span = Math.max(1, (points.at(-1)?.atMs ?? 0) - first);
  const bars: Counts[] = [];
  let next = 0;
  for (let column = 0; column < width; column++) {
    const until = first + (span * (column + 1)) / width;
    const within: Counts[] = [];
    for (let point = points[next]; point !== undefined && point.atMs <= until; point = points[++next]) {
      within.push(point.counts);
    }
    const bar = within.length > 0 ? mean(within) : bars.at(-1);
    if (bar === undefined) break;
    bars.push(bar);
  }
  return bars;
}

function mean(all: readonly Counts[]): Counts {
  const average = (condition: Condition): number =>
    all.reduce((sum, counts) => sum + counts[condition], 0) / all.length;
  return Object.fromEntries(CONDITIONS.map((each) => [each, average(each)])) as Counts;
}

/** Where each area ends, in eighths of a row from the bottom. */
function edgesOf(counts: Counts, top: number, height: number): readonly number[] {
  let sum = 0;
  return STACK.map((condition) => {
    sum += counts[condition];
    return Math.round((sum / top) * height * 8);
  });
}

/** One character of the curve. Without a colour it is as it is; with a background two areas share it. */
type Cell = Readonly<{ text: string; colour?: number; background?: number }>;

/** The area that has most of a character and, with colours, the part of another above it. */
function cellOf(edges: readonly number[], row: number, { colours, glyphs }: Paint): Cell {
  const from = row * 8;
  const shares = STACK.map((condition, index) => {
    const begin = Math.max(from, edges[index - 1] ?? 0);
    const end = Math.min(from + 8, edges[index] ?? 0);
    const { colour } = LOOKS[condition];
    return { colour, shade: glyphs.shades[condition], eighths: Math.max(0, end - begin) };
  }).filter(({ eighths }) => eighths > 0);
  const filled = shares.reduce((sum, { eighths }) => sum + eighths, 0);
  const [lowest, ...rest] = shares;
  if (lowest === undefined) return { text: ' ' };
  const { eighths } = glyphs;
  if (!colours || eighths === undefined) {
    if (filled < 4) return { text: ' ' };
    const { shade, colour } = largest(lowest, rest);
    return colours ? { text: shade, colour } : { text: shade };
  }
  const [second, ...others] = rest;
  if (second === undefined) return { text: eighths[filled] ?? ' ', colour: lowest.colour };
  // Two areas at the most fit into one character: the lowest, and whatever has most of the rest.
  return {
    text: eighths[Math.min(7, lowest.eighths)] ?? ' ',
    colour: lowest.colour,
    background: largest(second, others).colour,
  };
}

function largest<T extends { eighths: number }>(first: T, rest: readonly T[]): T {
  return rest.reduce((most, each) => (each.eighths > most.eighths ? each : most), first);
}

/** Neighbours that look alike are painted together: a frame is a tenth as long for it. */
function paintRuns(cells: readonly Cell[], paint: Paint): string {
  const runs: { text: string; colour?: number; background?: number }[] = [];
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last !== undefined && last.colour === cell.colour && last.background === cell.background) {
      last.text += cell.text;
    } else runs.push({ ...cell });
  }
  return runs
    .map(({ text, colour, background }) => {
      if (colour === undefined) return text;
      return background === undefined ? paint.text(colour, text) : paint.block(colour, background, text);
    })
    .join('');
}

/** The number of podders at the top, in the middle and at the bottom of the axis. */
function axisLabel(
  row: number,
  { height, top, margin }: Readonly<{ height: number; top: number; margin: number }>,
  { side, tick }: Glyphs['axis'],
): string {
  const isTop = row === height - 1;
  const isMiddle = height >= 5 && row === Math.floor((height - 1) / 2);
  const value = isTop ? top : isMiddle ? Math.round((top * (row + 1)) / height) : undefined;
  return `${String(value ?? '').padStart(margin - 2)} ${value === undefined ? side : tick}`;
}

function timeAxis(points: readonly Point[], margin: number, width: number): string {
  const spanMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  const [begin, middle, end] = [0, spanMs / 2, spanMs].map(formatClock) as [string, string, string];
  const line = Array.from({ length: width }, () => ' ');
  const put = (text: string, at: number): void => void line.splice(at, text.length, ...text.split(''));
  put(begin, 0);
  if (width >= 30) put(middle, Math.floor((width - middle.length) / 2));
  put(end, Math.max(begin.length + 1, width - end.length));
  return ' '.repeat(margin) + line.slice(0, width).join('');
}
