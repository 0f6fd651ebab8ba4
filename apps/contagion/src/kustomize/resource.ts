import type { KubeObject } from '../kubernetes/objects.ts';

/** An object on its way through kustomizations: what it is now, and what it was called on the way. */
export type Resource = {
  object: KubeObject;
  /** All names it has had, the present one last: patches may use any of them. */
  readonly names: string[];
  /** Whether the hash of its content goes into its name at the end. */
  readonly hashed: boolean;
};

/** A resource as it was read. */
export function newResource(object: KubeObject, hashed = false): Resource {
  return { object, names: [object.metadata.name], hashed };
}

/** Gives a resource another name and remembers the old one. */
export function rename(resource: Resource, name: string): void {
  if (name === resource.object.metadata.name) return;
  resource.object.metadata.name = name;
  resource.names.push(name);
}

/** The group of an apiVersion: `apps` of `apps/v1`, nothing of `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
