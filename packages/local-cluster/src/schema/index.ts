/** The types of the API: their fields, how bodies are read into them, how patches merge into them. */
export { checkObject, type Findings } from './check.ts';
export {
  BODY_MEDIA_TYPES,
  decodeObject,
  type Decoded,
  type ExpectedKind,
  type FieldValidation,
} from './decode-object.ts';
export { fieldsOf, type Field, type FieldType, type Primitive } from './fields.ts';
export { patchMetadataOf, type PatchMetadata } from './patch-metadata.ts';
export { canonicalQuantity, QuantityError } from './quantity.ts';
export { definitionFor, kindOfDefinition, openApiNameOf, type GroupVersionKind } from './type-names.ts';
