/**
 * Writes packages/api-server/src/protobuf/field-numbers.json: which field a number stands for in the messages of the
 * Kubernetes API, as far as definitions.json has the field. Run as
 * `node scripts/protobuf-fields.ts .../k8s.io/api/core/v1/types.go .../k8s.io/apimachinery/pkg/apis/meta/v1/types.go ...`;
 * the Go types are read rather than generated.proto, as only their tags say what JSON leaves out and puts inline. What is
 * in the file stays: a number is never given twice, so that of several versions the union is right, the newest given first.
 *
 * A field is its name in JSON, `?` after it where JSON leaves a zero out; a message put inline is a table of its own.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { format } from 'prettier';
import { fieldsOf, openApiNameOf } from '../packages/api-server/src/schema/index.ts';
import definitions from '../packages/api-server/src/schema/definitions.json' with { type: 'json' };
import { ROOT } from './files.ts';

const FILE = `${ROOT}packages/api-server/src/protobuf/field-numbers.json`;

/** The types that JSON writes as one value, so that there is a zero to leave out. */
const SCALARS = new Set(['string', 'boolean', 'int32', 'int64', 'bytes']);

type GoField = Readonly<{
  number: string;
  name: string;
  type: string;
  inline: boolean;
  leavesZeroOut: boolean;
}>;
type Table = { [number: string]: string | Table };

/** Go's structs by package and name: `core/v1.PodSpec`. */
const structs = new Map<string, GoField[]>();

function readFields(body: string): GoField[] {
  const fields: GoField[] = [];
  for (const [, , type = '', tags = ''] of body.matchAll(/^\s+(?:(\w+)\s+)?([\w.*[\]]+)\s+`([^`]*)`/gm)) {
    const number = /\bprotobuf:"\w+,(\d+)/.exec(tags)?.[1];
    const [name = '', ...options] = /\bjson:"([^"]*)"/.exec(tags)?.[1]?.split(',') ?? [];
    if (number === undefined) continue;
    const leavesZeroOut = options.includes('omitempty') && !type.startsWith('*');
    fields.push({ number, name, type, inline: options.includes('inline'), leavesZeroOut });
  }
  return fields;
}

function wordOf(entry: string | Table): string {
  return typeof entry === 'string' ? entry.replace('?', '') : 'a message put inline';
}

function add(table: Table, number: string, entry: string | Table, place: string): void {
  const present = table[number];
  if (present === undefined) table[number] = entry;
  else if (typeof present === 'object' && typeof entry === 'object')
    for (const [inner, word] of Object.entries(entry)) add(present, inner, word, place);
  else if (wordOf(present) !== wordOf(entry))
    throw new Error(`${place}: ${number} is ${JSON.stringify(present)}, got ${JSON.stringify(entry)}`);
}

function tableOf(struct: string, definition: string): Table {
  const table: Table = {};
  for (const { number, name, type, inline, leavesZeroOut } of structs.get(struct) ?? []) {
    if (inline) add(table, number, tableOf(`${struct.split('.', 1)[0]}.${type}`, definition), struct);
    const field = fieldsOf(definition).get(name);
    if (inline || field === undefined) continue;
    const scalar = field.type.form === 'primitive' && SCALARS.has(field.type.primitive);
    add(table, number, scalar && leavesZeroOut ? `${name}?` : name, struct);
  }
  return table;
}

function namesIn(table: Table): string[] {
  return Object.values(table).flatMap((entry) =>
    typeof entry === 'string' ? [wordOf(entry)] : namesIn(entry),
  );
}

for (const file of process.argv.slice(2)) {
  const goPackage = dirname(file).split('/').slice(-2).join('/');
  for (const [, name = '', body = ''] of (await readFile(file, 'utf8')).matchAll(
    /^type (\w+) struct \{\n(.*?)^\}/gms,
  )) {
    const struct = `${goPackage}.${name}`;
    structs.set(struct, [...(structs.get(struct) ?? []), ...readFields(body)]);
  }
}

const text = await readFile(FILE, 'utf8').catch(() => '{}');
const tables = JSON.parse(text) as Record<string, Table>;
const lacking: string[] = [];
for (const definition of Object.keys(definitions)) {
  const [goPackage = '', version = '', name = ''] = openApiNameOf(definition).split('.').slice(-3);
  const table = tables[definition] ?? {};
  for (const [number, entry] of Object.entries(tableOf(`${goPackage}/${version}.${name}`, definition)))
    add(table, number, entry, definition);
  if (Object.keys(table).length > 0) tables[definition] = table;
  const numbered = new Set(['apiVersion', 'kind', ...namesIn(table)]);
  for (const field of fieldsOf(definition).keys())
    if (!numbered.has(field)) lacking.push(`${definition}.${field}`);
}
const sorted = Object.fromEntries(Object.entries(tables).toSorted(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(FILE, await format(JSON.stringify(sorted), { parser: 'json', printWidth: 110 }));
if (lacking.length > 0) process.stderr.write(`no number is known of:\n  ${lacking.join('\n  ')}\n`);
