import type { AnswerHead } from '../connection/send.ts';
import { ClusterClientError } from '../errors.ts';
import { isAlwaysServed, pathKind, type PathKind } from './path-kinds.ts';
import { firstWords } from './printable.ts';

const EXPECTED: Readonly<Record<Exclude<PathKind, 'others'>, string>> = {
  object: 'a JSON object with a kind',
  list: 'a list in JSON',
  events: 'the events of a watch',
  text: 'a log',
};

/** Statuses that say something of an object: nobody but an API server is believed that. */
const OF_OBJECTS: ReadonlySet<number> = new Set([404, 409, 410, 422]);

/**
 * Refuses what no API server answers: a redirection, a page, an object without a kind. A login page or a captive portal
 * in the way of the cluster is told as such then, and its 404 is not taken for an object that is gone. Refusals in plain
 * words pass, as they come from API servers (429, 404 of what is not served) and from proxies that guard them (401, 403).
 * @throws {ClusterClientError} CLUSTER_STRANGER
 */
export function expectKubernetes(
  server: string,
  { method, path }: Readonly<{ method: string; path: string }>,
  { status, headers, text }: AnswerHead & Readonly<{ text: string }>,
): void {
  const kind = pathKind(method, path);
  if (kind === 'others') return;
  const refuse = (got: string): never => {
    const { pathname } = new URL(path, 'http://server');
    throw stranger(server, `${EXPECTED[kind]} at ${pathname}`, got);
  };
  if (status >= 300 && status <= 399)
    refuse(`a redirection (${status}) to ${firstWords(headers.location ?? '')}`);
  const isOfContainer = kind === 'text' && status <= 299;
  if (isPage(headers['content-type'], isOfContainer ? '' : text)) {
    refuse(`a page (status ${status}): ${firstWords(text)}`);
  }
  if (status <= 299 ? !isSuccess(kind, text) : !isRefusalOfKubernetes(status, path, text)) {
    refuse(`${told(text)} (status ${status}): ${firstWords(text)}`);
  }
}

/** An error for an answer that no API server gives; `got` may hold what the other said, made printable. */
export function stranger(server: string, expected: string, got: string): ClusterClientError {
  return new ClusterClientError(
    'CLUSTER_STRANGER',
    `no Kubernetes API answered at ${server}: expected ${expected}, got ${got}`,
  );
}

function isSuccess(kind: PathKind, text: string): boolean {
  if (kind === 'object') return kindOf(text) !== undefined;
  if (kind !== 'list') return true;
  const { items } = (parse(text) ?? {}) as { items?: unknown };
  // Go writes an empty list as null.
  return kindOf(text)?.endsWith('List') === true && (Array.isArray(items) || items === null);
}

function isRefusalOfKubernetes(status: number, path: string, text: string): boolean {
  if (!OF_OBJECTS.has(status) || kindOf(text) === 'Status') return true;
  // Source: net/http (`NotFound`), by which an API server answers for groups and versions that it does not serve.
  return status === 404 && !isAlwaysServed(path) && text.trim() === '404 page not found';
}

function isPage(contentType: string | undefined, text: string): boolean {
  return (
    /^(text\/html|application\/xhtml)/i.test(contentType ?? '') || /^\s*<(!doctype|html|\?xml)/i.test(text)
  );
}

/** The kind of an object in JSON; undefined for whatever else it is. */
function kindOf(text: string): string | undefined {
  const value = parse(text);
  const { kind } = (value ?? {}) as { kind?: unknown };
  return typeof kind === 'string' && kind !== '' ? kind : undefined;
}

function told(text: string): string {
  if (text.trim() === '') return 'an empty body';
  if (parse(text) !== undefined) return 'other JSON';
  return /^\s*[[{]/.test(text) ? `JSON that breaks off or is none, ${text.length} characters` : 'no JSON';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
