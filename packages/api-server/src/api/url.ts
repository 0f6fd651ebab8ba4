/** The path of a request's URL, as it was sent. */
export function pathOf(url = ''): string {
  return url.split('?', 1)[0] ?? '';
}

/** The query of a request's URL. Never throws: what is badly escaped stays as it is. */
export function queryOf(url = ''): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
}
