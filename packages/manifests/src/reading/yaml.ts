import { isRecord } from '@pod-contagion/notations';
import { isScalar, parseAllDocuments, visit, type Document, type Pair, type YAMLMap } from 'yaml';
import { ManifestError } from '../errors.ts';
import { scalarTags, type Dialect } from './scalars.ts';

/** How much aliases may blow a document up. */
const MAX_ALIASES = 100;

/** A byte order mark where a document begins: at the start, after a line of `---` or before one. */
const MARKS = /(?<![^])\uFEFF|(?<=^---[^\n]*\n)\uFEFF|^\uFEFF(?=---)/gm;

/** Documents of kustomize with a number that JSON writes in another way. */
const respelled = new WeakSet<object>();

/** Says whether a number of a document was written in another way than JSON does, as 0644: copied as a text it differs. */
export function isRespelled(document: unknown): boolean {
  return typeof document === 'object' && document !== null && respelled.has(document);
}

/**
 * Reads all documents of a text of YAML (or JSON, which is YAML), as kubectl or as kustomize does; empty ones are left
 * out. What they would read in a way of their own, such as a key given twice, is refused.
 * @throws {ManifestError} MANIFEST_UNREADABLE with the place of the first mistake.
 */
export function parseYaml(text: string, source: string, dialect: Dialect = 'kubectl'): readonly unknown[] {
  const readable = text.replaceAll(MARKS, '');
  if (readable.includes('\uFEFF')) {
    throw unreadable(source, new Error('a byte order mark within a document'));
  }
  const documents = parseAllDocuments(readable, {
    merge: true,
    schema: 'failsafe',
    resolveKnownTags: false,
    customTags: (tags) => [...tags, ...scalarTags(dialect)],
  });
  if (!Array.isArray(documents)) return [];
  return documents
    .map((document) => {
      const [error = document.warnings[0]] = document.errors;
      if (error !== undefined) throw unreadable(source, error);
      try {
        checkKeys(document, dialect);
        const value = unshared(document.toJS({ maxAliasCount: MAX_ALIASES }), readable);
        if (isRecord(value) && hasRespelledNumber(document)) {
          // The items of a List are objects of their own.
          const items: unknown = value['items'];
          for (const each of [value, ...(Array.isArray(items) ? items.filter(isRecord) : [])])
            respelled.add(each);
        }
        return value;
      } catch (cause) {
        throw unreadable(source, cause as Error);
      }
    })
    .filter((value) => value !== null && value !== undefined);
}

/** A value in which nothing is the same object in two places, as an alias makes it: a change to one is none to others. */
function unshared(value: unknown, text: string): unknown {
  if (!text.includes('&') || typeof value !== 'object' || value === null) return value;
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** Refuses keys that are no texts to kustomize, or none that kubectl writes as they are here; and late merges. */
function checkKeys(document: Document.Parsed, dialect: Dialect): void {
  visit(document, {
    Pair(_, { key }: Pair, path) {
      if (!isScalar(key)) throw new Error('a key that is no text');
      const { value, source = '' } = key;
      if (source === '<<' && key.type === 'PLAIN') {
        const map = path.at(-1) as YAMLMap;
        const [first] = map.items;
        if (first?.key !== key) throw new Error('a merge (<<) that is not the first of its object');
      } else if (typeof value !== 'string') {
        const known = typeof value === 'boolean' || Number.isSafeInteger(value);
        if (dialect === 'kustomize' || !known)
          throw new Error(`a key that is no text: ${source}; put it in quotes`);
      }
    },
  });
}

function hasRespelledNumber(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Scalar(_, { value, source }) {
      if (typeof value !== 'number' || String(value) === source) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function unreadable(source: string, cause: Error): ManifestError {
  const [problem = ''] = cause.message.split('\n');
  return new ManifestError(
    'MANIFEST_UNREADABLE',
    `${source}: expected YAML, got: ${problem.replace(/:$/, '')}`,
    { cause },
  );
}
