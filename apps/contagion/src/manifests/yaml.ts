import { parseAllDocuments, type ParseOptions, type DocumentOptions, type SchemaOptions } from 'yaml';
import { ContagionError } from '../errors.ts';

/**
 * YAML as kubectl reads it: 1.2, but 0644 is octal and `<<` merges. What would be a boolean in 1.1 alone (`yes`, `on`)
 * stays a text.
 */
const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  merge: true,
  customTags: (tags) => [
    {
      tag: 'tag:yaml.org,2002:int',
      default: true,
      test: /^[-+]?0[0-7]+$/,
      resolve: (text: string) => Number.parseInt(text, 8),
    },
    ...tags,
  ],
};

/** How much aliases may blow a document up. */
const MAX_ALIASES = 100;

/**
 * Reads all documents of a text of YAML (or JSON, which is YAML); empty ones are left out.
 * @throws {ContagionError} CONTAGION_MANIFEST with the place of the first mistake.
 */
export function parseYaml(text: string, source: string): readonly unknown[] {
  const documents = parseAllDocuments(text, OPTIONS);
  if (!Array.isArray(documents)) return [];
  return documents
    .map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw unreadable(source, error);
      try {
        return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
      } catch (cause) {
        throw unreadable(source, cause as Error);
      }
    })
    .filter((value) => value !== null && value !== undefined);
}

function unreadable(source: string, cause: Error): ContagionError {
  const [problem = ''] = cause.message.split('\n');
  return new ContagionError(
    'CONTAGION_MANIFEST',
    `${source}: expected YAML, got: ${problem.replace(/:$/, '')}`,
    {
      cause,
    },
  );
}
