/** What differs between two runs of one command, and what stands for it; each goes on with what the ones above left. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, '<time>'],
  [/\bcontext \S+, server \S+,/g, 'context <name>, server <url>,'],
  [/\bhttps?:\/\/[^\s/,;"]+/g, '<url>'],
  // Of a Deployment: its hash and the five characters of Kubernetes' names.
  [/\b([a-z][a-z0-9-]*?)-[0-9a-z]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '<pod of $1>'],
  [/\b(run |pod-chaos-|POD-CHAOS-)[a-z0-9]{8}\b/g, '$1<id>'],
  [/\bseed [0-9a-f]{8}\b/g, 'seed <id>'],
  // Whoever sneezed first says which; commands of one page are sneezed by several.
  [/"strain":"\w+"/g, '"strain":"<name>"'],
  [/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?(?::\d+)?(?![\w.])/g, '<address>'],
  [/\|[./x]+\|/g, '|<plot>|'],
  [/(?<![\w.])\d+(?:\.\d+)? ?(?:ms|s|m|h|d)(?:\d+(?:ms|s|m|h))*(?!\w)/g, '<span>'],
];

/** A number that is neither part of a word nor one of two that belong together, as in READY. */
const NUMBER = /(?<![\w./])\d+(?:\.\d+)?(?![\w/])/g;

/** A line without what is by chance: names, ids, addresses, times, numbers, how wide columns are. `1/1` is kept. */
export function shapeOf(line: string): string {
  const named = PLACEHOLDERS.reduce(
    (text, [pattern, placeholder]) => text.replace(pattern, placeholder),
    line,
  );
  return named.replace(NUMBER, '#').replace(/\s+/g, ' ').trimEnd();
}

/** A line, rows of a table in any order and number, or any lines at all. */
type Item = Readonly<{ shape: string }> | Readonly<{ rows: ReadonlySet<string>; isOpen: boolean }> | 'any';

/** What stands on a page for any number of lines. */
export const ANY = '...';

/** What begins with a name or a number is a row of a table: how many there are of one shape is a number, too. */
const ROW = /^ ?[<#]/;

/**
 * Compares what a page shows with what was printed, line by line and shape by shape; `...` is any number of lines, of the rows
 * beside it too. Returns what differs first, undefined where nothing does.
 */
export function differenceOf(shown: readonly string[], printed: readonly string[]): string | undefined {
  const wanted = itemsOf(shown, true);
  const got = itemsOf(printed, false);
  const tried = new Set<string>();
  let furthest: readonly [number, number] = [0, 0];
  const fits = (at: number, there: number): boolean => {
    const place = `${at} ${there}`;
    if (tried.has(place)) return false;
    tried.add(place);
    if (at > furthest[0] || (at === furthest[0] && there > furthest[1])) furthest = [at, there];
    const item = wanted[at];
    const other = got[there];
    if (item === undefined) return other === undefined;
    if (item === 'any') return fits(at + 1, there) || (other !== undefined && fits(at, there + 1));
    return other !== undefined && isSame(item, other) && fits(at + 1, there + 1);
  };
  if (fits(0, 0)) return undefined;
  const [at, there] = furthest;
  return `expected ${describe(wanted[at])}, got ${describe(got[there])}`;
}

/** Whether what was printed so far is what a page shows first. */
export function beginsAs(shown: readonly string[], printed: readonly string[]): boolean {
  return differenceOf([...shown, ANY], printed) === undefined;
}

function itemsOf(lines: readonly string[], isPage: boolean): Item[] {
  const items: Item[] = [];
  for (const line of lines) {
    const shape = shapeOf(line);
    const last = items.at(-1);
    if (shape === '') continue;
    if (isPage && shape.trim() === ANY) {
      if (typeof last === 'object' && 'rows' in last) items.splice(-1, 1, { ...last, isOpen: true });
      items.push('any');
    } else if (!ROW.test(shape)) items.push({ shape });
    else if (typeof last === 'object' && 'rows' in last)
      items.splice(-1, 1, { ...last, rows: new Set([...last.rows, shape.trimStart()]) });
    else items.push({ rows: new Set([shape.trimStart()]), isOpen: last === 'any' });
  }
  return items;
}

function isSame(item: Item, other: Item): boolean {
  if (item === 'any' || other === 'any') return false;
  if ('shape' in item || 'shape' in other) {
    return 'shape' in item && 'shape' in other && item.shape === other.shape;
  }
  return (
    [...item.rows].every((row) => other.rows.has(row)) && (item.isOpen || item.rows.size === other.rows.size)
  );
}

function describe(item: Item | undefined): string {
  if (item === undefined) return 'the end';
  if (item === 'any') return ANY;
  return JSON.stringify('shape' in item ? item.shape : [...item.rows].join('\n'));
}
