/** The API over HTTPS: what it is served with, and what it asks of whoever runs containers. */
export type {
  Attachment,
  ContainerAccess,
  ExecSession,
  ExecSessionOptions,
  LogOptions,
  ReachableContainer,
  TerminalSize,
} from './api/containers.ts';
export { API_HOST, serveApi, type ServedApi, type ServeOptions } from './api/serve-api.ts';
export { dialHere } from './api/streams/dial-here.ts';
export { apiServerHosts, createCertificates, type Certificates } from './credentials/certificates.ts';
export { formatKubeconfig, type KubeconfigContent } from './credentials/kubeconfig.ts';
export { createToken } from './credentials/token.ts';
