/** Most names, values and types together, of one entry point: more are several things. */
export const MOST_NAMES = 20;

/** What a file exports: of a type there is nothing left to import. */
export type Exported = Readonly<{ name: string; isType: boolean }>;

const EXPORT = /export (type )?\{([^}]*)\} from '[^']+';/g;

/**
 * Reads the names that an entry point exports out of its text.
 * @throws where there is anything else than comments and lists of names: `export *` can't be counted
 */
export function exportsOf(text: string): readonly Exported[] {
  const rest = text.replace(EXPORT, '').replace(/^\/\/.*$/gm, '');
  if (rest.trim() !== '') throw new Error(`expected export { NAME } from FILE only, got ${rest.trim()}`);
  return [...text.matchAll(EXPORT)].flatMap(([, ofTypes, list = '']) =>
    list
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .map((each) => {
        const isType = ofTypes !== undefined || each.startsWith('type ');
        return { name: each.replace(/^type /, '').replace(/^.* as /, ''), isType };
      }),
  );
}

/** What is wrong with entry points, by the names of each: too many names, or one that another has too. */
export function mistakesIn(entries: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const owners = new Map<string, string>();
  const mistakes: string[] = [];
  for (const [entry, names] of entries) {
    if (names.length === 0 || names.length > MOST_NAMES) {
      mistakes.push(`expected ${entry} to export 1 to ${MOST_NAMES} names, got ${names.length}`);
    }
    for (const name of names) {
      const other = owners.get(name);
      if (other !== undefined)
        mistakes.push(`expected ${name} from one entry point, got ${other} and ${entry}`);
      owners.set(name, entry);
    }
  }
  return mistakes;
}
