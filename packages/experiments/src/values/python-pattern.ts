/**
 * Compiles a regular expression as Python writes it, as far as JavaScript can say the same; undefined with a reason where
 * it can't. Python's `$` also matches before a line end that ends the text, which is what `stdout` of most programs has.
 */
export function compilePythonPattern(pattern: string): RegExp | string {
  const [, letters = '', rest = pattern] = /^\(\?([a-zA-Z]+)\)(.*)$/s.exec(pattern) ?? [];
  const other = letters.split('').find((letter) => !'aimsu'.includes(letter));
  if (other !== undefined) return `the flag (?${other}) is one of Python's alone`;
  const flags = [...new Set(letters.split(''))].filter((letter) => 'ims'.includes(letter)).join('');
  try {
    return new RegExp(translate(rest, flags.includes('m')), flags);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function translate(pattern: string, multiline: boolean): string {
  let inClass = false;
  return pattern.replaceAll(/\\[\s\S]|\[\^?\]?|\]|\(\?P<|\(\?P=(\w+)\)|\$/g, (part, name?: string) => {
    if (part === ']') inClass = false;
    if (inClass) return part;
    if (part.startsWith('[')) {
      inClass = true;
      // A bracket that stands first is one of the set, for Python.
      return part.endsWith(']') ? `${part.slice(0, -1)}\\]` : part;
    }
    if (part === '\\A') return '(?<![\\s\\S])';
    if (part === '\\Z') return '(?![\\s\\S])';
    if (part === '(?P<') return '(?<';
    if (name !== undefined) return `\\k<${name}>`;
    if (part === '$' && !multiline) return '(?=\\n?(?![\\s\\S]))';
    return part;
  });
}
