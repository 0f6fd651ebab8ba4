import { treeOf } from '../../src/cases/tree.ts';
import type { CaseLog } from '../../src/cases/case-log.ts';

/** All of a text that comes in chunks. */
export function textOf(chunks: Iterable<string>): string {
  return [...chunks].join('');
}

/** All that comes, in its own time. */
export async function gather<Piece>(pieces: AsyncIterable<Piece>): Promise<Piece[]> {
  const all: Piece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

/** A node of a tree in brackets. */
export type Node = { label: string; note: string; length: number | undefined; children: Node[] };

/** Reads a tree in brackets, without recursion; independent of how it is written. Notes are what stands in square brackets. */
export function readNested(text: string): Node {
  const open: Node[][] = [];
  let children: Node[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === '(') {
      open.push([]);
      at++;
    }
    const [whole, label = '', note = '', length] = /^([^[\]():,;]*)(\[[^\]]*\])?(?::([0-9.]+))?/.exec(
      text.slice(at, at + 300),
    ) ?? [''];
    at += whole.length;
    const node = { label, note, length: length === undefined ? undefined : Number(length), children };
    const next = text[at++];
    if (next === ';') return node;
    open.at(-1)!.push(node);
    children = next === ')' ? open.pop()! : [];
    if (next !== ')' && next !== ',') throw new Error(`${next} at ${at}`);
  }
}

/** The nodes of a tree with their distance from the root, in ms, whole as those of the engine. */
export function distances(root: Node): Map<string, number> {
  const found = new Map<string, number>();
  const open: [Node, number][] = [[root, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [{ label, length = 0, children }, from] = next;
    const distance = from + Math.round(length * 1000);
    found.set(label, distance);
    for (const child of children) open.push([child, distance]);
  }
  return found;
}

/** Who infected whom, as a reader of a tree sees it. */
export function arcs(root: Node): string[] {
  const found: string[] = [];
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of next.children) found.push(`${next.label} ${child.label}`);
    open.push(...next.children);
  }
  return found.toSorted();
}

/** The same, by the cases. */
export function arcsOf(log: CaseLog): string[] {
  return [...treeOf(log).cases]
    .flatMap(({ id, infector }) => (infector === undefined ? [] : [`c${infector} c${id}`]))
    .toSorted();
}
