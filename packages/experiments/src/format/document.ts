import { isMap, isNode, isPair, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { Json } from '../json.ts';

/** Where something stands, both from 1. */
export type Position = Readonly<{ line: number; column: number }>;

/** The way to something: keys and numbers. */
export type Path = readonly (string | number)[];

/** A mistake in a file: where, of what, and in words. */
export type Mistake = Position & Readonly<{ path: string; message: string }>;

/** A file that was read, YAML or JSON, which remembers where everything stands. */
export type ReadDocument = Readonly<{
  value: Json;
  /** Of what the path leads to, or of the nearest there is on the way; of its key with `of: 'key'`. */
  positionOf: (path: Path, of?: 'key' | 'value') => Position;
}>;

/**
 * Reads YAML 1.1, as Python's reader does: `yes` is true, `on` too. JSON is a part of it. Dates stay texts.
 * Mistakes come back where it is neither.
 */
export function readDocument(text: string): ReadDocument | readonly Mistake[] {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseDocument(text, {
    version: '1.1',
    merge: true,
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: lines,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !/timestamp|binary/.test(tag.tag)),
  });
  const [first] = document.errors;
  if (first !== undefined) {
    return document.errors.map(({ code, pos, message }) => ({
      ...at(pos[0]),
      path: '',
      // The library's own words are for who calls it.
      message: code === 'MULTIPLE_DOCS' ? 'expected one document, got another that begins here' : message,
    }));
  }
  try {
    return {
      value: (document.toJS({ maxAliasCount: 100 }) ?? null) as Json,
      positionOf: (path, of = 'value') => at(offsetOf(document, path, of)),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ line: 1, column: 1, path: '', message }];
  }
}

function offsetOf(document: Document, path: Path, of: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isNode(key) ? key.toJSON() : key) === String(step));
      if (!isPair(pair)) return offset;
      offset = startOf(pair.key) ?? offset;
      if (isLast && of === 'key') return offset;
      node = pair.value;
    } else if (isSeq(node)) node = node.items[Number(step)];
    else return offset;
    offset = startOf(node) ?? offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** A path as people write it: `method[0].provider.url`. */
export function pathText(path: Path): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[A-Za-z_][\w-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
