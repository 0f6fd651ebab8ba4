import { CODE, narrowed, type Codes, type Model, type Moment } from '@pod-contagion/observatory';
import type { Goldpinger } from '../goldpinger/read-goldpinger.ts';
import { forEachLink, forEachLinkBack, type EachLink, type LinkSpan } from '../links.ts';
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
  /** Infections, or calls, between those that are shown, and those of which one end is not. */
  all: number;
  left: number;
  /** Whether all links are there, or the latest alone. */
  isWhole: boolean;
}>;

/** For how many links there is room at once: a graph of more takes a little longer. */
const LIKELY_LINKS = 2 ** 18;

/** How many pods are there at a moment. */
export function nodeCount({ condition }: Pick<Moment, 'condition'>): number {
  let count = 0;
  for (let row = 0; row < condition.length; row++) if (condition[row] !== CODE.gone) count++;
  return count;
}

/** The pods that are there at a moment, as nodes: their rows, and their places among them by their rows, -1 where they are not. */
function nodesAt({ pods }: Model, moment: Moment): Readonly<{ rows: readonly number[]; nodeOf: Int32Array }> {
  const rows: number[] = [];
  const nodeOf = new Int32Array(pods.length).fill(-1);
  for (let row = 0; row < Math.min(pods.length, moment.condition.length); row++) {
    if (moment.condition[row] === CODE.gone) continue;
    nodeOf[row] = rows.length;
    rows.push(row);
  }
  return { rows, nodeOf };
}

/** What is to be called with rows of pods, and calls `each` with nodes where both are shown; and how many there were, and others. */
function betweenNodes(
  nodeOf: Int32Array,
  each: EachLink,
): Readonly<{ link: EachLink; counts: Readonly<{ all: number; left: number }> }> {
  const counts = { all: 0, left: 0 };
  const link: EachLink = (infectorRow, infectedRow, row) => {
    const infector = nodeOf[infectorRow] ?? -1;
    const infected = nodeOf[infectedRow] ?? -1;
    if (infector < 0 || infected < 0) counts.left++;
    else {
      counts.all++;
      each(infector, infected, row);
    }
  };
  return { link, counts };
}

/** Who infected whom, between the pods that are there at a moment: a link from infector to infected, with how often it did. */
export function infectionGraph(model: Model, moment: Moment, span: LinkSpan): GraphData {
  const { infections } = model;
  const { rows, nodeOf } = nodesAt(model, moment);
  const mostLinks = Math.min(infections.length, rows.length ** 2);
  const places = new PairTable(Math.min(mostLinks, LIKELY_LINKS));
  const columns = [0, 1, 2, 3].map(() => new Uint32Array(mostLinks));
  const [from, to, count, last] = columns as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  const between = betweenNodes(nodeOf, (infector, infected, row) => {
    const place = places.numberOf(infector, infected);
    from[place] = infector;
    to[place] = infected;
    count[place]!++;
    last[place] = row;
  });
  forEachLink(model, span, between.link);
  const { length } = places;
  const lastOf = new Int32Array(rows.length).fill(-1);
  for (let link = 0; link < length; link++) {
    lastOf[to[link]!] = Math.max(lastOf[to[link]!]!, last[link]!);
  }
  const latest = new Set<number>();
  for (let link = 0; link < length; link++) if (lastOf[to[link]!] === last[link]) latest.add(link);
  // There may be a link for each infection: they are kept in few bytes, and what lies beyond them is let go.
  const kept = (column: Uint32Array): Codes => narrowed(column.subarray(0, length));
  const lasts = last.slice(0, length);
  return {
    ...namesOf(model, rows),
    ...linksOf(model, moment, { from: kept(from), to: kept(to), count: kept(count), last: lasts }),
    latest,
    ...between.counts,
    isWhole: true,
  };
}

/**
 * The same with nothing but the link by which each pod was infected last: what is drawn of many pods. There are as few as pods, and
 * they are found in a fraction of the time that the others take.
 */
export function latestGraph(model: Model, moment: Moment, span: LinkSpan): GraphData {
  const { rows, nodeOf } = nodesAt(model, moment);
  const infectorOf = new Int32Array(rows.length).fill(-1);
  const counts = new Uint32Array(rows.length);
  const lasts = new Uint32Array(rows.length);
  const between = betweenNodes(nodeOf, (infector, infected, row) => {
    if (infectorOf[infected] === -1) {
      infectorOf[infected] = infector;
      lasts[infected] = row;
    }
    if (infectorOf[infected] === infector) counts[infected]!++;
  });
  forEachLinkBack(model, span, between.link);
  const to = Uint32Array.from(infectorOf.keys()).filter((node) => infectorOf[node] !== -1);
  const links = {
    from: to.map((node) => infectorOf[node]!),
    to,
    count: to.map((node) => counts[node]!),
    last: to.map((node) => lasts[node]!),
  };
  return {
    ...namesOf(model, rows),
    ...linksOf(model, moment, links),
    latest: new Set(to.keys()),
    ...between.counts,
    isWhole: false,
  };
}

function namesOf({ pods }: Model, rows: readonly number[]): Pick<GraphData, 'names' | 'groups' | 'pods'> {
  return {
    names: rows.map((row) => pods.name[row] ?? ''),
    groups: rows.map((row) => pods.node[row] ?? ''),
    pods: rows.map((row) => pods.first + row),
  };
}

type Columns = Pick<GraphData, 'from' | 'to' | 'count' | 'last'>;

/** Links with what is said of each. */
function linksOf(
  { infections }: Model,
  { tMs }: Moment,
  columns: Columns,
): Columns & Pick<GraphData, 'failing' | 'textOf'> {
  const failing = new Set<number>();
  for (const [link, row] of columns.last.entries()) {
    const illMs = infections.symptomaticAtMs(row) ?? Infinity;
    if (illMs <= tMs && (infections.endedAtMs(row) ?? Infinity) > tMs) failing.add(link);
  }
  return { ...columns, failing, textOf: oftenOf(columns.count) };
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
    all: known.length,
    left: calls.length - known.length,
    isWhole: true,
  };
}
