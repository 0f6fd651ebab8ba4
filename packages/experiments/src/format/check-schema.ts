import type { ErrorObject, ValidateFunction } from 'ajv';
import { pointerTokens } from '@pod-contagion/notations';
import { kindOf, type Json } from '../json.ts';
import { pathText, type Mistake, type Path, type ReadDocument } from './document.ts';
import { EXPERIMENT_SCHEMA } from './schema.ts';

let validator: ValidateFunction | undefined;

/** Compares a document with the schema; each mistake once, in the words of a user. */
export async function checkSchema(document: ReadDocument): Promise<readonly Mistake[]> {
  validator ??= await compile();
  if (validator(document.value)) return [];
  const found = (validator.errors ?? []).flatMap((error) => mistakeOf(error, document));
  return found.filter(
    ({ path, message }, index) =>
      found.findIndex((other) => other.path === path && other.message === message) === index,
  );
}

async function compile(): Promise<ValidateFunction> {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    discriminator: true,
    allowUnionTypes: true,
    strict: false,
  });
  return ajv.compile(EXPERIMENT_SCHEMA);
}

/** Keywords that only say that a part of them failed, which is told by itself. */
const TOLD_BY_PARTS = new Set(['if', 'oneOf', 'anyOf']);

function mistakeOf(error: ErrorObject, document: ReadDocument): readonly Mistake[] {
  if (TOLD_BY_PARTS.has(error.keyword)) return [];
  const path = pathOf(error.instancePath, document.value);
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties') {
    const name = String(params['additionalProperty']);
    const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
    const message = adviceOn(name) ?? `expected one of ${known.join(', ')}, got ${JSON.stringify(name)}`;
    return [at([...path, name], message, document, 'key')];
  }
  if (error.keyword === 'discriminator') {
    const kinds = kindsOf(error);
    const given = params['tagValue'] as Json;
    return [at([...path, 'type'], `expected ${kinds}, got ${JSON.stringify(given) ?? 'nothing'}`, document)];
  }
  return [at(path, wordsOf(error, params), document)];
}

function wordsOf({ keyword, data, schema, message }: ErrorObject, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'required':
      return `expected ${String(params['missingProperty'])}, got none`;
    case 'type':
      return `expected ${typeWords(schema)}, got ${kindOf(data)}`;
    case 'minLength':
      return 'expected some text, got none';
    case 'enum':
      return `expected one of ${(schema as string[]).join(', ')}, got ${JSON.stringify(data)}`;
    case 'minItems':
    case 'maxItems':
      return `expected 2 numbers, got ${(data as Json[]).length}`;
    default:
      return `${message ?? 'is wrong'}, got ${kindOf(data)}`;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function typeWords(schema: unknown): string {
  return [schema]
    .flat()
    .map((type) => TYPE_WORDS[String(type)] ?? String(type))
    .join(' or ');
}

/** What can be said of fields that Chaos Toolkit knows and this toolkit doesn't. */
function adviceOn(name: string): string | undefined {
  if (name === 'controls') {
    return "expected no controls, as they are code of Chaos Toolkit's in Python, got some; --hook-begin and --hook-end send a POST";
  }
  if (name === 'dry') return 'expected no dry, got it; pod-chaos run --dry-run touches nothing';
  return undefined;
}

function kindsOf({ parentSchema }: ErrorObject): string {
  const { oneOf = [] } = parentSchema as { oneOf?: readonly Readonly<{ $ref: string }>[] };
  const names = oneOf.map(({ $ref }) => $ref.split('/').at(-1) ?? '');
  const shown = names.map((name) => ({ own: 'pod-chaos', toleranceProbe: 'probe' })[name] ?? name);
  return `type ${shown.join(', ')}`;
}

function at(path: Path, message: string, document: ReadDocument, of?: 'key'): Mistake {
  return { ...document.positionOf(path, of), path: pathText(path), message };
}

/** A JSON pointer as a path, with numbers where there is a list. */
function pathOf(pointer: string, value: Json): Path {
  let node: unknown = value;
  return (pointerTokens(pointer) ?? []).map((token) => {
    const step = Array.isArray(node) ? Number(token) : token;
    node = (node as Record<string | number, unknown> | undefined)?.[step];
    return step;
  });
}
