import { CODE, type Model, type Moment } from '@pod-contagion/observatory';

/** How pods stand beside each other. */
export const ORDERS = ['node', 'name'] as const;
export type Order = (typeof ORDERS)[number];

/** Rows of the table of pods that were there at a moment, those of one node beside each other, or by name. */
export function podsInOrder({ pods }: Model, moment: Moment, order: Order): number[] {
  const rows: number[] = [];
  for (let row = 0; row < Math.min(pods.length, moment.condition.length); row++) {
    if (moment.condition[row] !== CODE.gone) rows.push(row);
  }
  const keys = rows.map(
    (row) => [order === 'node' ? (pods.node[row] ?? '') : '', pods.name[row] ?? ''] as const,
  );
  return rows
    .map((_, place) => place)
    .toSorted(
      (one, other) => compare(keys[one]![0], keys[other]![0]) || compare(keys[one]![1], keys[other]![1]),
    )
    .map((place) => rows[place]!);
}

/** `podsInOrder`, which is made anew only where other pods are there than the last time. */
export function rememberedOrder(model: Model): (moment: Moment, order: Order) => number[] {
  let key = '';
  let rows: number[] = [];
  return (moment, order) => {
    let count = 0;
    let sum = 0;
    for (let row = 0; row < moment.condition.length; row++) {
      if (moment.condition[row] === CODE.gone) continue;
      count++;
      sum += row;
    }
    const now = [model.epoch, model.pods.first, model.pods.length, order, count, sum].join();
    if (now !== key) rows = podsInOrder(model, moment, order);
    key = now;
    return rows;
  };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
