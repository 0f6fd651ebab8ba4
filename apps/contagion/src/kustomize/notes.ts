import type { KubeObject } from '../kubernetes/objects.ts';
import { wrong } from './errors.ts';

/** Annotations in which kustomize keeps notes of its own while it builds, and which it takes away at the end. */
const NOTES =
  /^(?:internal\.config\.kubernetes\.io\/|config\.kubernetes\.io\/(?:path|index)$|config\.k8s\.io\/id$)/;

const LOCAL = 'config.kubernetes.io/local-config';

/** Refuses an object that brings notes of kustomize's own along. @throws {ContagionError} CONTAGION_KUSTOMIZATION */
export function refuseNotes({ metadata }: KubeObject, place: string): void {
  const note = Object.keys(metadata.annotations ?? {}).find((name) => NOTES.test(name));
  if (note !== undefined)
    throw wrong(place, `expected no annotation that kustomize keeps for itself, got ${note}`);
}

/** Says whether an object is for kustomize alone, and goes at the end. */
export function isLocal({ metadata }: KubeObject): boolean {
  const annotations = metadata.annotations ?? {};
  return Object.hasOwn(annotations, LOCAL) && annotations[LOCAL] !== 'false';
}
