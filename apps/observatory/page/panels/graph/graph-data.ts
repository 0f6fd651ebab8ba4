import { CODE, narrowed, type Codes, type Model, type Moment } from '@pod-contagion/observatory';
import type { Goldpinger } from '../goldpinger/read-goldpinger.ts';
import { forEachLink, type LinkSpan } from '../links.ts';
import { PairTable } from '../pair-table.ts';

/** Nodes and the links between them; links are columns by their number. */
export type GraphData = Readonly<{
  names: readonly string[];
  /** Names of nodes of the cluster, by which a circle may be ordered; '' where unknown. */
  groups: readonly string[];
  /** Numbers of pods, by the nodes of the graph; undefined where the page does not know the pod. */
  pods: readonly (number | undefined)[];
  from: Codes;
  to: Codes;
  /** How often; of calls always once. */
  count: Codes;
  /** The links because of which that fails which they lead to, in their order. */
  failing: ReadonlySet<number>;
  /** Those by which their ends were infected last, one for each; of calls all. */
  latest: ReadonlySet<number>;
  /** Of infections, the row of the last one; of calls, their place in the list. */
  last: Uint32Array;
  textOf: (link: number) => string;
  /** What stands beside a link where there is room; undefined for nothing. */
  labelOf?: (link: number) => string;
  /** Infections, or calls, of which one end is not shown. */
  left: number;
}>;

/** For how many links there is room at once: a graph of more takes a little longer. */
const LIKELY_LINKS = 2 ** 18;

/** Who infected whom, between the pods that are there at a moment: a link from infector to infected, with how often it did. */
export function infectionGraph(model: Model, moment: Moment, span: LinkSpan): GraphData {
  const { pods, infections } = model;
  const rows: number[] = [];
  const nodeOf = new Int32Array(pods.length).fill(-1);
  for (let row = 0; row < Math.min(pods.length, moment.condition.length); row++) {
    if (moment.condition[row] === CODE.gone) continue;
    nodeOf[row] = rows.length;
    rows.push(row);
  }
  const mostLinks = Math.min(infections.length, rows.length ** 2);
  const places = new PairTable(Math.min(mostLinks, LIKELY_LINKS));
  const columns = [0, 1, 2, 3].map(() => new Uint32Array(mostLinks));
  const [from, to, count, last] = columns as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  let left = 0;
  forEachLink(model, span, (infectorRow, infectedRow, row) => {
    const infector = nodeOf[infectorRow] ?? -1;
    const infected = nodeOf[infectedRow] ?? -1;
    if (infector < 0 || infected < 0) {
      left++;
      return;
    }
    const place = places.numberOf(infector, infected);
    from[place] = infector;
    to[place] = infected;
    count[place]!++;
    last[place] = row;
  });
  const { length } = places;
  const failing = new Set<number>();
  const lastOf = new Int32Array(rows.length).fill(-1);
  for (let link = 0; link < length; link++) {
    const row = last[link]!;
    lastOf[to[link]!] = Math.max(lastOf[to[link]!]!, row);
    const illMs = infections.symptomaticAtMs(row) ?? Infinity;
    if (illMs <= moment.tMs && (infections.endedAtMs(row) ?? Infinity) > moment.tMs) failing.add(link);
  }
  const latest = new Set<number>();
  for (let link = 0; link < length; link++) if (lastOf[to[link]!] === last[link]) latest.add(link);
  // There may be a link for each infection: they are kept in few bytes, and what lies beyond them is let go.
  const kept = (column: Uint32Array): Codes => narrowed(column.subarray(0, length));
  const counts = kept(count);
  return {
    names: rows.map((row) => pods.name[row] ?? ''),
    groups: rows.map((row) => pods.node[row] ?? ''),
    pods: rows.map((row) => pods.first + row),
    from: kept(from),
    to: kept(to),
    count: counts,
    failing,
    latest,
    last: last.slice(0, length),
    textOf: oftenOf(counts),
    left,
  };
}

/** How often, in words. Not written where the graph is made: what is kept would hold all that its making needed. */
function oftenOf(counts: Codes): (link: number) => string {
  return (link) => (counts[link] === 1 ? 'once' : `${counts[link]} times`);
}

/** Who calls whom, as a Goldpinger of the cluster says. */
export function callGraph({ pods: names, calls }: Goldpinger, model: Model): GraphData {
  const places = new Map(names.map((name, place) => [name, place]));
  const known = calls.filter(({ from, to }) => places.has(from) && places.has(to));
  return {
    names,
    groups: names.map((name) => model.pods.node[model.pods.rowOfName(name) ?? -1] ?? ''),
    pods: names.map((name) => {
      const row = model.pods.rowOfName(name);
      return row === undefined ? undefined : model.pods.first + row;
    }),
    from: Uint32Array.from(known, ({ from }) => places.get(from)!),
    to: Uint32Array.from(known, ({ to }) => places.get(to)!),
    count: new Uint32Array(known.length).fill(1),
    failing: new Set([...known.keys()].filter((link) => !known[link]!.isOk)),
    latest: new Set(known.keys()),
    last: Uint32Array.from(known, (call) => calls.indexOf(call)),
    textOf: (link) => known[link]?.text ?? '',
    labelOf: (link) => (known[link]?.isOk === true ? `${known[link].ms} ms` : 'failed'),
    left: calls.length - known.length,
  };
}
