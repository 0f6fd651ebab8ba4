export { describeAccess } from './describe-access.ts';
export { CLUSTER_CLIENT_ERROR_CODES, ClusterClientError, type ClusterClientErrorCode } from './errors.ts';
export { openAccess, type Access, type AccessOptions } from './open-access.ts';
export type { Headers } from './credentials/impersonation.ts';
export type { Environment } from './kubeconfig/files.ts';
export { sendRequest, type AccessAnswer, type AccessRequest } from './connection/send.ts';
