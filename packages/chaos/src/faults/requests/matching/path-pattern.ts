/**
 * Whether the path of a request, without its query, is meant. Without a `*` it is meant by itself and by what it begins with in
 * whole segments: `/api` means `/api` and `/api/users`, not `/apis`. With one, all of it has to fit, and each `*` stands for any
 * text, slashes too: `*.png`, `/users/*\/orders`. Case counts, and nothing is decoded.
 */
export function matchesPath(pattern: string, path: string): boolean {
  if (pattern.includes('*')) return fits(pattern, path);
  if (!path.startsWith(pattern)) return false;
  return pattern.endsWith('/') || path.length === pattern.length || path[pattern.length] === '/';
}

/** The path in the target of a request: without its query, and without scheme and host where a proxy was meant. */
export function pathOf(target: string): string {
  const [whole = ''] = target.split(/[?#]/, 1);
  const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/.exec(whole);
  if (absolute === null) return whole;
  const path = whole.slice(absolute[0].length);
  return path === '' ? '/' : path;
}

/** Takes each `*` for as little as it can, and goes back to the last one where that was too little. */
function fits(pattern: string, text: string): boolean {
  let [at, star, from] = [0, -1, 0];
  let inText = 0;
  while (inText < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      from = inText;
    } else if (at < pattern.length && pattern[at] === text[inText]) {
      at++;
      inText++;
    } else if (star >= 0) {
      at = star + 1;
      inText = ++from;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
