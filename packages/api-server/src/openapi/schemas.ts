import { fieldsOf, type Field, type FieldType, type Primitive } from '../schema/fields.ts';
import { patchMetadataOf } from '../schema/patch-metadata.ts';
import { kindOfDefinition, openApiNameOf, type GroupVersionKind } from '../schema/type-names.ts';
import { listTypeOf } from './list-types.ts';

/** A schema of OpenAPI 3.0, as far as it is used here. */
export type Schema = { readonly [key: string]: unknown };

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Types that Kubernetes gives a schema of their own, though on the wire they are plain values. */
const NAMED: Partial<Record<Primitive, readonly [string, Schema]>> = {
  quantity: [
    'io.k8s.apimachinery.pkg.api.resource.Quantity',
    { oneOf: [{ type: 'string' }, { type: 'number' }] },
  ],
  'int-or-string': [
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  ],
  time: [`${META}.Time`, { format: 'date-time', type: 'string' }],
  'micro-time': [`${META}.MicroTime`, { format: 'date-time', type: 'string' }],
  any: [`${META}.FieldsV1`, { type: 'object' }],
};

const PLAIN: Partial<Record<Primitive, Schema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int32: { format: 'int32', type: 'integer' },
  int64: { format: 'int64', type: 'integer' },
  bytes: { format: 'byte', type: 'string' },
};

function reference(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** How a request or an answer names the schema of a definition. */
export function referenceTo(definition: string): Schema {
  return reference(openApiNameOf(definition));
}

function schemaOfType(type: FieldType): Schema {
  if (type.form === 'object') return { allOf: [referenceTo(type.definition)] };
  if (type.form === 'list') return { items: schemaOfType(type.item), type: 'array' };
  if (type.form === 'map') return { additionalProperties: schemaOfType(type.value), type: 'object' };
  const named = NAMED[type.primitive];
  return named === undefined ? (PLAIN[type.primitive] ?? {}) : { allOf: [reference(named[0])] };
}

function schemaOfField(definition: string, name: string, { type }: Field): Schema {
  const { merge, mergeKey, retainKeys } = patchMetadataOf(definition, name);
  const strategy = [merge === true ? 'merge' : '', retainKeys === true ? 'retainKeys' : ''].filter(Boolean);
  return {
    ...schemaOfType(type),
    ...listTypeOf(definition, name, type),
    ...(mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': mergeKey }),
    ...(strategy.length === 0 ? {} : { 'x-kubernetes-patch-strategy': strategy.join(',') }),
  };
}

/** The kinds a schema is that of: DeleteOptions those of every group. */
function kindsOf(definition: string, groups: readonly string[]): readonly GroupVersionKind[] {
  if (definition === 'V1DeleteOptions')
    return groups.map((group) => ({ group, version: 'v1', kind: 'DeleteOptions' }));
  const own = kindOfDefinition(definition);
  return own === undefined ? [] : [own];
}

function schemaOf(definition: string, groups: readonly string[]): Schema {
  const fields = [...fieldsOf(definition)];
  const required = fields.filter(([, field]) => field.required).map(([name]) => name);
  const kinds = kindsOf(definition, groups);
  return {
    properties: Object.fromEntries(
      fields.map(([name, field]) => [name, schemaOfField(definition, name, field)]),
    ),
    ...(required.length === 0 ? {} : { required }),
    type: 'object',
    ...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds }),
  };
}

/** The schemas of some definitions and of all that they hold, by their names in OpenAPI. */
export function schemasFor(
  definitions: readonly string[],
  groups: readonly string[],
): Readonly<Record<string, Schema>> {
  const schemas: Record<string, Schema> = {};
  const visit = (type: FieldType): void => {
    if (type.form === 'list') visit(type.item);
    else if (type.form === 'map') visit(type.value);
    else if (type.form === 'object') visitDefinition(type.definition);
    else {
      const named = NAMED[type.primitive];
      if (named !== undefined) [, schemas[named[0]]] = named;
    }
  };
  const visitDefinition = (definition: string): void => {
    const name = openApiNameOf(definition);
    if (Object.hasOwn(schemas, name)) return;
    schemas[name] = schemaOf(definition, groups);
    for (const { type } of fieldsOf(definition).values()) visit(type);
  };
  for (const definition of definitions) visitDefinition(definition);
  return Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
