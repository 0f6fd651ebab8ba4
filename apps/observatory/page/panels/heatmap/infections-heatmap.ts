import type { Model } from '@pod-contagion/observatory';
import { forEachLink, type LinkSpan } from '../links.ts';
import { logShare, sequential, written } from './colour-scales.ts';
import { binName, binSize, packed, type Heatmap } from './heatmap.ts';

/** No more bins than this across and down. */
export const MAX_BINS = 900;

/** How often, between which bins of pods. */
export type Bins = Readonly<{ bins: number; size: number; counts: Uint32Array; most: number; left: number }>;

/** Counts who infected whom, pods in the order that is given: across who did, down who was. */
export function binInfections(
  model: Model,
  order: readonly number[],
  span: LinkSpan,
  mostBins: number = MAX_BINS,
): Bins {
  const size = binSize(order.length, Math.max(1, Math.min(MAX_BINS, Math.floor(mostBins))));
  const bins = Math.ceil(order.length / size);
  const binOf = new Int32Array(model.pods.length).fill(-1);
  for (const [place, row] of order.entries()) binOf[row] = Math.floor(place / size);
  const counts = new Uint32Array(bins * bins);
  let most = 0;
  let left = 0;
  forEachLink(model, span, (infector, infected) => {
    const across = binOf[infector] ?? -1;
    const down = binOf[infected] ?? -1;
    if (across < 0 || down < 0) left++;
    else most = Math.max(most, ++counts[down * bins + across]!);
  });
  return { bins, size, counts, most, left };
}

/** Who infected whom, as a heatmap. */
export function infectionsHeatmap(model: Model, order: readonly number[], of: Bins): Heatmap {
  const { bins, size, counts, most, left } = of;
  const pixels = new Uint8ClampedArray(bins * bins * 4);
  const cells = new Uint32Array(pixels.buffer);
  const colours = new Map<number, number>();
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!;
    if (count === 0) continue;
    const colour = colours.get(count) ?? packed(sequential(logShare(count, most)));
    colours.set(count, colour);
    cells[cell] = colour;
  }
  const names = order.map((row) => model.pods.name[row] ?? '');
  const steps = [...new Set([1, Math.round(Math.sqrt(most)), most])].filter((count) => count >= 1);
  return {
    columns: bins,
    rows: bins,
    columnName: (column) => binName(names, column, size),
    rowName: (row) => binName(names, row, size),
    raster: { columns: bins, rows: bins, pixels },
    textOf: (column, row) => {
      const count = counts[row * bins + column] ?? 0;
      if (count === 0) return undefined;
      return count === 1 ? 'once' : `${count} times`;
    },
    podOfRow: (row) => (order[row * size] === undefined ? undefined : model.pods.first + order[row * size]!),
    across: 'who infected',
    down: 'who was infected',
    legend:
      most === 0
        ? []
        : steps.map((count) => ({ colour: written(sequential(logShare(count, most))), text: `${count}×` })),
    note: [
      ...(size > 1 ? [`${size} pods a cell`] : []),
      ...(left > 0 ? [`${left} infections of pods that are gone are left out`] : []),
    ].join(' · '),
    hatched: [],
  };
}
