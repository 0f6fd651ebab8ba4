import type { KubeObject } from '../reading/objects.ts';
import type { SharedValue } from './shared-values.ts';
import type { Scopes } from './scopes.ts';

/** What an object was called at one time; the namespace is `default` where it says none, undefined where it has none. */
export type Name = Readonly<{ kind: string; name: string; namespace: string | undefined }>;

/** What becomes of a generated object where there is one of its name. */
export type Behavior = 'create' | 'merge' | 'replace';

/** An object on its way through kustomizations: what it is now, and what it was called on the way. */
export type Resource = {
  object: KubeObject;
  /** What it was called before each change, the first one first: patches and references may use any of these. */
  readonly earlier: Name[];
  /** What its name was given, in this order. */
  readonly prefixes: string[];
  readonly suffixes: string[];
  /** Whether the hash of its content goes into its name at the end. */
  hashed: boolean;
  /** Whether kustomize keeps notes on it in its annotations, where a JSON patch meets them. */
  annotated: boolean;
  /** Whether a number of it was written in another way than JSON does, as 0644. */
  respelled: boolean;
  /** Labels and annotations that are one value in several places. */
  shared: SharedValue[];
  readonly scopes: Scopes;
};

/** A resource as it was read. */
export function newResource(object: KubeObject, scopes: Scopes, respelled = false): Resource {
  return {
    object,
    earlier: [],
    prefixes: [],
    suffixes: [],
    hashed: false,
    annotated: false,
    respelled,
    shared: [],
    scopes,
  };
}

/** What a resource is called now. */
export function nameNow({ object, scopes }: Resource): Name {
  const { kind, metadata } = object;
  const namespace = scopes.isClusterScoped(object) ? undefined : metadata.namespace || 'default';
  return { kind, name: metadata.name, namespace };
}

/** What a resource was called first. */
export function firstName(resource: Resource): Name {
  return resource.earlier[0] ?? nameNow(resource);
}

/** All that a resource was ever called, and is. */
export function allNames(resource: Resource): readonly Name[] {
  return [...resource.earlier, nameNow(resource)];
}

/** Remembers what a resource is called, before that changes. */
export function rememberName(resource: Resource): void {
  resource.earlier.push(nameNow(resource));
  resource.annotated = true;
}

/** Says whether two names are the same one. */
export function isSameName(one: Name, other: Name): boolean {
  return one.kind === other.kind && one.name === other.name && one.namespace === other.namespace;
}

/** Says whether two resources are one object: alike in group, version, kind, name and namespace. */
export function isSameObject(one: Resource, other: Resource): boolean {
  return one.object.apiVersion === other.object.apiVersion && isSameName(nameNow(one), nameNow(other));
}

/** The group of an apiVersion: `apps` of `apps/v1`, nothing of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The version of an apiVersion: `v1` of `apps/v1`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}
