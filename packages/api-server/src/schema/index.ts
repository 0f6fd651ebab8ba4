/** The types of the API: their fields, and how patches merge into them. */
export { checkObject, type Findings } from './check.ts';
export { fieldsOf, type Field, type FieldType, type Primitive } from './fields.ts';
export { patchMetadataOf, type PatchMetadata } from './patch-metadata.ts';
export { canonicalQuantity, QuantityError } from './quantity.ts';
export { definitionFor, kindOfDefinition, openApiNameOf, type GroupVersionKind } from './type-names.ts';
