import type { Case } from '../cases/case.ts';
import { NOBODY, type Tree } from '../cases/tree.ts';
import { nameOfCase, seconds } from './names.ts';

/** What several cases from outside come from. */
const OUTSIDE = 'outside';

/** Text between the name of a case and the length of its branch. */
type Note = (each: Case) => string;

/**
 * A tree in nested brackets, children before whoever infected them, without the semicolon; nothing for no cases. A branch is as long
 * as the generation interval, from exposure to exposure, in seconds; that of a case from outside as the time since the beginning. So
 * the distance from the root is the time. There is no recursion.
 */
export function* nested(tree: Tree, note: Note = () => ''): Generator<string, void, undefined> {
  const { cases, firstRoot, firstChild, nextSibling } = tree;
  if (firstRoot === NOBODY) return;
  const isMany = nextSibling[firstRoot] !== NOBODY;
  if (isMany) yield '(';
  for (let id = firstRoot; id !== NOBODY; id = nextSibling[id]!) {
    while (firstChild[id] !== NOBODY) {
      yield '(';
      id = firstChild[id]!;
    }
    yield nodeOf(tree, id, note);
    while (nextSibling[id] === NOBODY && cases.infectorOf(id) !== NOBODY) {
      id = cases.infectorOf(id);
      yield `)${nodeOf(tree, id, note)}`;
    }
    if (nextSibling[id] !== NOBODY) yield ',';
  }
  if (isMany) yield `)${OUTSIDE}`;
}

function nodeOf({ cases }: Tree, id: number, note: Note): string {
  const each = cases.get(id)!;
  const infector = each.infector === undefined ? undefined : cases.get(each.infector);
  const length = each.exposedAtMs - (infector?.exposedAtMs ?? 0);
  return `${nameOfCase(id)}${note(each)}:${seconds(length)}`;
}
