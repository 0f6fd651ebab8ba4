/**
 * Writes packages/api-server/src/schema/definitions.json: the fields of every type that the API server
 * speaks, from the models of the Kubernetes client. With --check it only says whether it is up to date.
 *
 * A field is one word: a primitive (`string`, `int32`, `quantity` ...) or the name of another type, `[]` before it for a
 * list, `{}` for a map from strings, `!` after it where the field is required.
 */
import { readFile, writeFile } from 'node:fs/promises';
import * as client from '@kubernetes/client-node';
import { format } from 'prettier';
import { createKinds } from '@pod-contagion/api-server/registry';
import { ROOT } from './files.ts';

const FILE = 'packages/api-server/src/schema/definitions.json';
const MODELS = `${ROOT}node_modules/@kubernetes/client-node/dist/gen/models/`;

const pool = { allocate: () => undefined, reserve: () => 'ok' as const, release: () => {}, range: '' };
const KINDS = createKinds({ serviceAddresses: pool, nodePorts: pool }).map(({ definition }) => definition);
const ROOTS = [
  ...KINDS.flatMap((kind) => [kind, `${kind}List`]),
  'V1Scale',
  'V1Eviction',
  'V1DeleteOptions',
  'V1Status',
];

/** Fields that the models call strings but that are quantities. Source: k8s.io/api/core/v1/types.go. */
const QUANTITIES = new Set([
  'V1ContainerStatus.allocatedResources',
  'V1EmptyDirVolumeSource.sizeLimit',
  'V1NodeAllocatableResourceClaimStatus.resources',
  'V1NodeStatus.allocatable',
  'V1NodeStatus.capacity',
  'V1PodSpec.overhead',
  'V1PodStatus.allocatedResources',
  'V1ResourceFieldSelector.divisor',
  'V1ResourceRequirements.limits',
  'V1ResourceRequirements.requests',
  'V1VolumeResourceRequirements.limits',
  'V1VolumeResourceRequirements.requests',
]);

type Attribute = Readonly<{ name: string; baseName: string; type: string; format: string }>;

function attributesOf(model: string): readonly Attribute[] {
  const found = (client as unknown as Record<string, { attributeTypeMap?: readonly Attribute[] }>)[model];
  if (found?.attributeTypeMap === undefined) throw new Error(`expected a model of the client, got ${model}`);
  return found.attributeTypeMap;
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  'string ': 'string',
  'boolean ': 'boolean',
  'number int32': 'int32',
  'number int64': 'int64',
  'IntOrString int-or-string': 'int-or-string',
  'Date date-time': 'time',
  'V1MicroTime date-time-micro': 'micro-time',
  'string byte': 'bytes',
  'any ': 'any',
};

function wordFor(field: string, { type, format: detail }: Attribute): string {
  const item = /^Array<(.*)>$/.exec(type)?.[1];
  if (item !== undefined)
    return `[]${wordFor(field, { name: '', baseName: '', type: item, format: detail })}`;
  const value = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (value !== undefined)
    return `{}${wordFor(field, { name: '', baseName: '', type: value, format: detail })}`;
  if (QUANTITIES.has(field)) return 'quantity';
  const primitive = PRIMITIVES[`${type} ${detail}`];
  if (primitive !== undefined) return primitive;
  if (/^[A-Z]\w*$/.test(type) && detail === '') return type;
  throw new Error(`${field}: expected a type that is known here, got ${type} (${detail})`);
}

/** The names, in TypeScript, of the fields of a model that must be there. */
async function requiredFieldsOf(model: string): Promise<Set<string>> {
  const types = await readFile(`${MODELS}${model}.d.ts`, 'utf8');
  return new Set([...types.matchAll(/^ {4}'(\w+)':/gm)].map(([, name = '']) => name));
}

const definitions = new Map<string, Record<string, string>>();

async function visit(model: string): Promise<void> {
  if (definitions.has(model)) return;
  const fields: Record<string, string> = {};
  definitions.set(model, fields);
  const required = await requiredFieldsOf(model);
  for (const attribute of attributesOf(model)) {
    const word = wordFor(`${model}.${attribute.baseName}`, attribute);
    fields[attribute.baseName] = word + (required.has(attribute.name) ? '!' : '');
    const type = word.replace(/^(\[\]|\{\})+/, '');
    if (/^[A-Z]/.test(type)) await visit(type);
  }
}

for (const root of ROOTS) await visit(root);
const sorted = [...definitions].toSorted(([a], [b]) => (a < b ? -1 : 1));
const made = await format(JSON.stringify(Object.fromEntries(sorted)), { parser: 'json', printWidth: 110 });
const present = await readFile(ROOT + FILE, 'utf8').catch(() => '');
if (present !== made) {
  if (process.argv.includes('--check')) {
    process.stderr.write(`${FILE} differs from the client's models: run npm run schema\n`);
    process.exitCode = 1;
  } else {
    await writeFile(ROOT + FILE, made);
  }
}
