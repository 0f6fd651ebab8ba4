/** The API without HTTP: for controllers and kubelets in the same process. */
export { createKinds, type KindOptions } from './kinds/index.ts';
export { ApiError } from './machinery/api-error.ts';
export { createRegistry } from './registry/create-registry.ts';
export { defineKind, type Kind } from './registry/kind.ts';
export type { Change, Registry } from './registry/registry.ts';
export { createSystemNamespaces, SYSTEM_NAMESPACES } from './registry/system-namespaces.ts';
