/** What kubectl reads to check, patch and explain: OpenAPI v3, made from the schema and the kinds. */
export { openApiDocument, openApiIndex, type GroupVersion, type OpenApiIndex } from './document.ts';
