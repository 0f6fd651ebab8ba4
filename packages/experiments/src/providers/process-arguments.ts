import { splitWords } from '@pod-contagion/command-line';
import { isObject, type Json } from '../json.ts';
import { pythonText } from '../values/python.ts';

/** What a shell would make something else of. */
const SHELL = /[|&;<>()`*?[\]{}~#!]|\$\(|\$\w/;

/**
 * The words of a process, from a list, an object of names and values, or a text. A text is split as a shell would, and that is
 * all: where a shell would do more with it a sentence comes back that says so. Empty words are left out, as
 * chaoslib/provider/process.py does.
 */
export function wordsOf(given: Json | undefined): readonly string[] | string {
  if (given === undefined || given === null || given === '') return [];
  if (typeof given === 'string') {
    const words = splitWords(given);
    if (words === undefined) return 'expected words with their quotes closed';
    const sign = SHELL.exec(withoutQuoted(given))?.[0];
    if (sign === undefined) return words;
    return `expected words without ${JSON.stringify(sign)}, which only a shell knows: quote it, or give path: sh and arguments: ['-c', '...']`;
  }
  const list = isObject(given) ? Object.entries(given).flat() : [given].flat();
  return list.filter((word) => word !== null && word !== '').map((word) => pythonText(word));
}

function withoutQuoted(text: string): string {
  return text.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\./g, '');
}
