import { model, moment, shownMs } from '../../state/store.ts';
import { infectionGraph, latestGraph, nodeCount, type GraphData } from './graph-data.ts';
import { kindFor } from './places.ts';

/** A graph, and the same with all links, which is made when it is first asked for. */
export type GraphNow = Readonly<{ data: GraphData; whole: () => GraphData }>;

const EMPTY: GraphData = {
  names: [],
  groups: [],
  pods: [],
  from: new Uint32Array(),
  to: new Uint32Array(),
  count: new Uint32Array(),
  failing: new Set(),
  latest: new Set(),
  last: new Uint32Array(),
  textOf: () => '',
  all: 0,
  left: 0,
  isWhole: true,
};

/** Who infected whom, at the moment that is shown; in a circle with all links, else with the latest alone unless all are wanted. */
export function graphNow(
  isWhole: boolean,
  [fromMs, untilMs]: readonly [fromMs: number, untilMs: number],
  strain: number | undefined,
): GraphNow {
  const at = moment.peek();
  if (at === undefined) return alone(EMPTY);
  const span = { fromMs, untilMs: Math.min(untilMs, shownMs.peek()), strain };
  if (isWhole || kindFor(nodeCount(at)) === 'circle') return alone(infectionGraph(model, at, span));
  let whole: GraphData | undefined;
  return { data: latestGraph(model, at, span), whole: () => (whole ??= infectionGraph(model, at, span)) };
}

/** A graph that has all links. */
export function alone(data: GraphData): GraphNow {
  return { data, whole: () => data };
}
