import type { Model } from '@pod-contagion/observatory';
import type { Goldpinger } from '../goldpinger/read-goldpinger.ts';
import { sequential, written } from './colour-scales.ts';
import type { Heatmap } from './heatmap.ts';

/** Up to which times a call is quick, middling, slow, in ms, as Goldpinger's heatmap takes them. */
export type Thresholds = readonly [t0: number, t1: number, t2: number];

export const DEFAULT_THRESHOLDS: Thresholds = [1, 10, 100];

/** Neither quick nor slow: it failed. */
const FAILED: readonly [number, number, number] = [213, 94, 0];

/** Where a time lies between the thresholds: 0 up to the first, one half at the second, 1 from the third on. */
export function slowness(ms: number, [t0, t1, t2]: Thresholds): number {
  if (ms <= t0) return 0;
  if (ms >= t2) return 1;
  return ms <= t1 ? (0.5 * (ms - t0)) / (t1 - t0) : 0.5 + (0.5 * (ms - t1)) / (t2 - t1);
}

/** Reads three thresholds as people type them, `1, 10, 100`; undefined where they don't grow. */
export function readThresholds(text: string): Thresholds | undefined {
  const [t0, t1, t2, ...more] = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(Number);
  if (t0 === undefined || t1 === undefined || t2 === undefined || more.length > 0) return undefined;
  return areGrowing([t0, t1, t2]) ? [t0, t1, t2] : undefined;
}

/** Whether they can be thresholds: no less than 0, and each more than the one before. */
export function areGrowing([t0, t1, t2]: Thresholds): boolean {
  return t0 >= 0 && t0 < t1 && t1 < t2 && t2 < Infinity;
}

/** How long pods of a Goldpinger take to answer each other: failed calls are hatched, and a pod that does not say has an empty column. */
export function callsHeatmap(
  { pods, calls, silent, service }: Goldpinger,
  model: Model,
  thresholds: Thresholds,
): Heatmap {
  const size = pods.length;
  const placeOf = new Map(pods.map((pod, place) => [pod, place]));
  const pixels = new Uint8ClampedArray(Math.max(1, size * size) * 4);
  const texts = new Map<number, string>();
  const hatched: { column: number; row: number }[] = [];
  for (const { from, to, isOk, ms, text } of calls) {
    const [column, row] = [placeOf.get(from), placeOf.get(to)];
    if (column === undefined || row === undefined) continue;
    const cell = row * size + column;
    texts.set(cell, text);
    const colour = isOk && ms !== undefined ? sequential(slowness(ms, thresholds)) : FAILED;
    pixels.set([...colour, 255], cell * 4);
    if (!isOk) hatched.push({ column, row });
  }
  const [t0, t1, t2] = thresholds;
  return {
    columns: size,
    rows: size,
    columnName: (column) => pods[column] ?? '',
    rowName: (row) => pods[row] ?? '',
    raster: { columns: Math.max(1, size), rows: Math.max(1, size), pixels },
    textOf: (column, row) => texts.get(row * size + column),
    podOfRow: (row) => {
      const place = model.pods.rowOfName(pods[row] ?? '');
      return place === undefined ? undefined : model.pods.first + place;
    },
    across: 'who calls',
    down: 'who is called',
    legend: [
      { colour: written(sequential(0)), text: `up to ${t0} ms` },
      { colour: written(sequential(0.5)), text: `${t1} ms` },
      { colour: written(sequential(1)), text: `${t2} ms and more` },
      { colour: written(FAILED), text: 'failed', isHatched: true },
    ],
    note: [
      service ?? '',
      ...(silent.length > 0 ? [`did not answer: ${silent.map(({ pod }) => pod).join(', ')}`] : []),
    ].join(' · '),
    hatched,
  };
}
