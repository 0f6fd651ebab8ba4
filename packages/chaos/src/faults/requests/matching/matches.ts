import type { RequestMatch } from '../spec.ts';
import { matchesPath } from './path-pattern.ts';

/** What of a request says whether it is meant. */
export type RequestFacts = Readonly<{
  method: string;
  /** Without its query. */
  path: string;
  /** All values of a header, whose name is given in lower case. */
  header: (name: string) => readonly string[];
}>;

/** Whether a request is meant. */
export function matches(match: RequestMatch, { method, path, header }: RequestFacts): boolean {
  if (match.excludedPaths.some((pattern) => matchesPath(pattern, path))) return false;
  if (match.methods.length > 0 && !match.methods.includes(method)) return false;
  if (match.paths.length > 0 && !match.paths.some((pattern) => matchesPath(pattern, path))) return false;
  return match.headers.every(({ name, value }) => {
    const values = header(name.toLowerCase());
    return value === undefined ? values.length > 0 : values.includes(value);
  });
}

/** Whether a request is a call of gRPC: `application/grpc`, with or without a format or parameters behind it. */
export function isGrpc({ header }: RequestFacts): boolean {
  return header('content-type').some((type) => /^application\/grpc(?:[+;\s]|$)/i.test(type));
}
