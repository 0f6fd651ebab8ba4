import { nameOf, type Floor } from './read-floors.ts';
import type { Pattern } from './room-patterns.ts';

/** What the names of our packages begin with. */
export const OURS = '@pod-contagion/';

const NODE: Pattern = { group: ['node:*'], message: 'this package runs in browsers too' };

/**
 * What a package, or a part of one, may not import by name: packages that its row does not name, parts of those that it names
 * included; of its own package the parts, by whatever way; and Node.js where it runs in browsers.
 */
export function floorPatterns(floor: Floor, floors: readonly Floor[]): readonly Pattern[] {
  const { package: name, part, imports, inBrowsers } = floor;
  const isAllowed = (each: string): boolean => each === nameOf(floor) || imports.includes(each);
  const parts = floors.filter((each) => each.part !== undefined);
  const allowed = [name, ...imports].flatMap((each) => [`!${OURS}${each}`, `!${OURS}${each}/**`]);
  const forbidden = parts
    .map(nameOf)
    .flatMap((each) => (isAllowed(each) ? [] : [OURS + each, `${OURS}${each}/**`]));
  const own = part === undefined ? parts.filter((each) => each.package === name) : [];
  const message = `docs/architecture.md lets ${nameOf(floor)} import ${imports.join(', ') || 'nothing of ours'}`;
  return [
    { group: [`${OURS}*`, `${OURS}*/**`, ...allowed, ...forbidden], message },
    ...own.map((each) => ({
      regex: `^\\.\\.?/(.*/)?${each.part}/`,
      message: `${nameOf(each)} stands above the rest of ${name}`,
    })),
    ...(inBrowsers ? [NODE] : []),
  ];
}
