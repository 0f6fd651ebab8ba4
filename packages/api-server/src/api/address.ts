import { badRequest } from '../machinery/api-error.ts';

/** What the path of a request under /api or /apis names. */
export type Address = Readonly<{
  group: string;
  version: string;
  /** Undefined where the path names none. */
  namespace: string | undefined;
  resource: string;
  name: string | undefined;
  subresource: string | undefined;
  /** What follows the subresource, as it was sent: '' or a path that begins with a slash. */
  rest: string;
}>;

/** Subresources of a namespace, which would else be read as kinds within it. */
const OF_NAMESPACES = new Set(['status', 'finalize']);

/**
 * Reads the path of a request for a resource; undefined where it names none.
 *
 * Source: apiserver/pkg/endpoints/request/requestinfo.go (`NewRequestInfo`).
 * @throws {ApiError} 400 where a part is badly escaped.
 */
export function readAddress(path: string): Address | undefined {
  const [, root, ...parts] = path.split('/');
  const heads = root === 'api' ? 1 : 2;
  if ((root !== 'api' && root !== 'apis') || parts.length <= heads) return undefined;
  const [group, version] = root === 'api' ? ['', parts[0] ?? ''] : [parts[0] ?? '', parts[1] ?? ''];
  let tail = parts.slice(heads);
  let namespace: string | undefined;
  if (tail[0] === 'namespaces' && tail.length >= 3 && tail[2] !== '' && !OF_NAMESPACES.has(tail[2] ?? '')) {
    namespace = decode(tail[1] ?? '');
    tail = tail.slice(2);
  }
  const [resource = '', name = '', subresource = '', ...rest] = tail;
  if (resource === '') return undefined;
  return {
    group: decode(group),
    version: decode(version),
    namespace,
    resource: decode(resource),
    name: name === '' ? undefined : decode(name),
    subresource: subresource === '' ? undefined : decode(subresource),
    rest: rest.map((part) => `/${part}`).join(''),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`invalid URL escape in ${JSON.stringify(part)}`);
  }
}
