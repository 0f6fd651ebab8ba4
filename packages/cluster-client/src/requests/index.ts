export { ClusterClientError, type ClusterClientErrorCode } from '../errors.ts';
export { createApiClient, type ApiClient, type ApiClientOptions } from './api-client.ts';
export type { ApiAnswer, ApiRequest } from './api-request.ts';
export { createOrPatch, type CreateOptions, type NamedObject } from './create-or-patch.ts';
export { listPages, type Listed, type Page, type PageQuery } from './list-pages.ts';
export { listResource, type Collection } from './list-resource.ts';
export { isStatus, messageOf, refused, statusOf } from './refusal.ts';
