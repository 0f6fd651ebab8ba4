import { Composer, isScalar, Lexer, LineCounter, Parser, visit, type CST, type Document } from 'yaml';
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

/** Most pieces that a YAML text may have, such as names, colons and blanks: it takes a thousand times as long to read as JSON. */
const MAX_YAML_PIECES = 50_000;

function* tokensOf(text: string, parser: Parser): Generator<CST.Token> {
  let pieces = 0;
  for (const piece of new Lexer().lex(text)) {
    if (++pieces > MAX_YAML_PIECES)
      throw new ParseError(`yaml: expected at most ${MAX_YAML_PIECES} pieces of text, got more`);
    yield* parser.next(piece);
  }
  yield* parser.end();
}

/** The first document of a text; those behind it are not read at all. */
function firstDocument(text: string, lines: LineCounter): Document.Parsed | undefined {
  lines.addNewLine(0);
  const composer = new Composer({
    version: '1.1',
    schema: 'yaml-1.1',
    // Each key would be compared with each other; duplicateKeys looks for them in less time.
    uniqueKeys: false,
    // Times stay the strings they are: what they mean is for the schema to say.
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:timestamp'),
  });
  for (const document of composer.compose(tokensOf(text, new Parser(lines.addNewLine)))) return document;
  return undefined;
}

/** Where keys begin that their map has already. */
function duplicateKeys(document: Document.Parsed): number[] {
  const found: number[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (known.has(key.value)) found.push(key.range?.[0] ?? 0);
        known.add(key.value);
      }
    },
  });
  return found;
}

/** Reads YAML, of several documents the first. Throws ParseError. */
export function parseYaml(text: string, strict: boolean): Parsed {
  const lines = new LineCounter();
  try {
    const document = firstDocument(text, lines);
    if (document === undefined) return { value: null, duplicates: [] };
    const [error] = document.errors;
    if (error !== undefined) {
      const message = error.message.split('\n', 1)[0] ?? '';
      throw new ParseError(`yaml: line ${lines.linePos(error.pos[0]).line}: ${message}`, { cause: error });
    }
    const problems = duplicateKeys(document).map((place) => {
      const key = /^[^\s:]*/.exec(text.slice(place))?.[0] ?? '';
      return `  line ${lines.linePos(place).line}: key ${JSON.stringify(key)} already set in map`;
    });
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
