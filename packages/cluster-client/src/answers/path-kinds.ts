/**
 * What stands at a path of an API server: `object` is one object of the API, `list` a list, `events` a watch, `text` a log, `others`
 * what a pod or Service answers through the API server, or what is no part of the API.
 */
export type PathKind = 'object' | 'list' | 'events' | 'text' | 'others';

const COLLECTION = /^\/(api\/v1|apis\/[^/]+\/[^/]+)(\/namespaces\/[^/]+)?\/[^/]+$/;

/** Tells by the path alone, which is that below the address of the server, with its query. */
export function pathKind(method: string, path: string): PathKind {
  const { pathname, searchParams } = new URL(path, 'http://server');
  if (!/^\/apis?(\/|$)/.test(pathname)) return 'others';
  if (/\/(pods|services|nodes)\/[^/]+\/proxy(\/|$)/.test(pathname)) return 'others';
  if (/\/pods\/[^/]+\/log$/.test(pathname)) return 'text';
  if (searchParams.get('watch') === 'true') return 'events';
  return method === 'GET' && COLLECTION.test(pathname) ? 'list' : 'object';
}

/** Whether a path is one that every API server has: there a 404 is about an object, and is told by a Status. */
export function isAlwaysServed(path: string): boolean {
  return path.startsWith('/api/v1/');
}
