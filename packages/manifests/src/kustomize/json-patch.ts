import { isIndex, isRecord, own, pointerTokens, sameValue, setField } from '@pod-contagion/notations';

type Container = Record<string, unknown> | unknown[];
type Place = Readonly<{ container: Container; key: string }>;

/** Where kustomize keeps its notes: what is read from there would be another thing than it is here. */
const NOTES = '/metadata/annotations';

/**
 * Carries out a JSON patch in place, as kustomize does: like RFC 6902, but `replace` sets what was not there, a `copy` of
 * nothing is null, and null is nothing to a `test`. Source: gopkg.in/evanphx/json-patch.v4.
 * @throws {Error} for an operation that is none, doesn't fit, or would mean another thing to kustomize.
 */
export function applyOperations(document: Record<string, unknown>, operations: readonly unknown[]): void {
  for (const operation of operations) apply(document, operation);
}

function apply(document: Record<string, unknown>, operation: unknown): void {
  if (!isRecord(operation)) throw new Error(`expected an operation, got ${JSON.stringify(operation)}`);
  const { op, path, from, value } = operation;
  const place = placeOf(document, path);
  if ((op === 'add' || op === 'replace') && value === undefined)
    throw new Error(`expected a value to ${op}, got none`);
  if (op === 'test' || op === 'copy' || op === 'move') refuseNotes(op === 'test' ? path : from);
  if (op === 'add') add(place, structuredClone(value));
  else if (op === 'remove') remove(place);
  else if (op === 'replace') replace(place, structuredClone(value));
  else if (op === 'test') test(place, value);
  else if (op === 'copy') add(place, structuredClone(get(placeOf(document, from)) ?? null));
  else if (op === 'move') {
    const source = placeOf(document, from);
    const moved = get(source) ?? null;
    remove(source);
    add(placeOf(document, path), moved);
  } else
    throw new Error(`expected add, remove, replace, move, copy or test as op, got ${JSON.stringify(op)}`);
}

function refuseNotes(pointer: unknown): void {
  if (typeof pointer === 'string' && `${NOTES}/`.startsWith(`${pointer}/`)) {
    throw new Error(`expected no operation that reads ${pointer}, where kustomize keeps notes of its own`);
  }
}

/** The object or list that holds what a pointer leads to, and its key there. */
function placeOf(document: Record<string, unknown>, pointer: unknown): Place {
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) {
    throw new Error(`expected a pointer such as /spec/replicas, got ${JSON.stringify(pointer)}`);
  }
  const tokens = [...(pointerTokens(pointer) ?? [])];
  const key = tokens.pop() ?? '';
  let container: unknown = document;
  for (const token of tokens) {
    container = isContainer(container) ? get({ container, key: token }) : undefined;
    if (!isContainer(container))
      throw new Error(`expected an object or a list before the end of ${pointer}, got none`);
  }
  return { container: container as Container, key };
}

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isRecord(value);
}

function get({ container, key }: Place): unknown {
  if (Array.isArray(container)) return container[indexIn(container, key, container.length - 1)];
  return own(container, key);
}

function add({ container, key }: Place, value: unknown): void {
  if (!Array.isArray(container)) setField(container, key, value);
  else if (key === '-') container.push(value);
  else container.splice(indexIn(container, key, container.length), 0, value);
}

function remove({ container, key }: Place): void {
  if (Array.isArray(container)) container.splice(indexIn(container, key, container.length - 1), 1);
  else if (Object.hasOwn(container, key)) delete container[key];
  else throw new Error(`expected something to remove at ${key}, got nothing`);
}

function replace({ container, key }: Place, value: unknown): void {
  if (Array.isArray(container)) container[indexIn(container, key, container.length - 1)] = value;
  else setField(container, key, value);
}

function test(place: Place, value: unknown): void {
  const present = get(place) ?? null;
  if (!sameValue(present, value ?? null)) {
    throw new Error(`expected ${JSON.stringify(value)} at ${place.key}, got ${JSON.stringify(present)}`);
  }
}

function indexIn(list: readonly unknown[], token: string, last: number): number {
  const index = Number(token);
  if (!isIndex(token) || index > last) {
    throw new Error(`expected an index up to ${last} in a list of ${list.length}, got ${token}`);
  }
  return index;
}
