import { parseAllDocuments, type Document } from 'yaml';
import { JsonSyntaxError, jsonSyntaxError } from './json-syntax.ts';
import { scanJson } from './scan.ts';

/** A body that was read, with what strict decoding holds against its text. */
export type Parsed = Readonly<{ value: unknown; duplicates: string[] }>;

/** Why a body can't be read, in the words of the API server. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
}

/** Reads JSON. With `strict` it also looks for fields that are given twice. Throws ParseError. */
export function parseJson(text: string, strict: boolean): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ParseError(jsonSyntaxError(text).message, { cause: error });
  }
  const { duplicates, tooDeep } = scanJson(text);
  if (tooDeep) throw new ParseError(new JsonSyntaxError('exceeded max depth').message);
  return { value, duplicates: strict ? duplicates.map((path) => `duplicate field "${path}"`) : [] };
}

function firstDocument(text: string): Document.Parsed | undefined {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    schema: 'yaml-1.1',
    // Times stay the strings they are: what they mean is for the schema to say.
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:timestamp'),
  });
  return Array.isArray(documents) ? documents[0] : undefined;
}

/** Reads YAML, of several documents the first. Throws ParseError. */
export function parseYaml(text: string, strict: boolean): Parsed {
  const document = firstDocument(text);
  if (document === undefined) return { value: null, duplicates: [] };
  const problems: string[] = [];
  for (const error of document.errors) {
    const line = error.linePos?.[0].line ?? 0;
    if (error.code !== 'DUPLICATE_KEY') {
      const message = error.message.split(/ at line \d+|\n/, 1)[0] ?? '';
      throw new ParseError(`yaml: line ${line}: ${message}`, { cause: error });
    }
    const key = /^[^\s:]*/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    problems.push(`  line ${line}: key ${JSON.stringify(key)} already set in map`);
  }
  try {
    // By way of JSON, as the API server does it: what has no form there has none here.
    const json = JSON.stringify(document.toJS()) as string | undefined;
    const value: unknown = json === undefined ? null : JSON.parse(json);
    if (json !== undefined && scanJson(json).tooDeep) throw new ParseError('exceeded max depth');
    const found = strict && problems.length > 0 ? [`yaml: unmarshal errors:\n${problems.join('\n')}`] : [];
    return { value, duplicates: found };
  } catch (error) {
    if (error instanceof ParseError) throw error;
    throw new ParseError(`yaml: ${(error as Error).message}`, { cause: error });
  }
}
