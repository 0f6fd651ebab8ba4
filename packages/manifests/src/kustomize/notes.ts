import { isRecord } from '@pod-contagion/notations';
import type { KubeObject } from '../reading/objects.ts';

/** Annotations in which kustomize keeps notes of its own while it builds, and which it takes away at the end. */
const NOTES =
  /^(?:internal\.config\.kubernetes\.io\/|config\.kubernetes\.io\/(?:path|index)$|config\.k8s\.io\/id$)/;

const LOCAL = 'config.kubernetes.io/local-config';

/**
 * Refuses an object that brings notes of kustomize's own along, or labels and annotations that are no texts: it makes some
 * of these to texts on its way, and others not.
 * @throws {Error}
 */
export function checkMetadata({ metadata }: KubeObject): void {
  for (const field of ['labels', 'annotations']) {
    const pairs = metadata[field];
    if (pairs === undefined || pairs === null) continue;
    const isRight = isRecord(pairs) && Object.values(pairs).every((value) => typeof value === 'string');
    if (!isRight) throw new Error(`expected texts as ${field}, got ${JSON.stringify(pairs).slice(0, 80)}`);
  }
  const note = Object.keys(metadata.annotations ?? {}).find((name) => NOTES.test(name));
  if (note !== undefined)
    throw new Error(`expected no annotation that kustomize keeps for itself, got ${note}`);
}

/** Says whether an object is for kustomize alone, and goes at the end. */
export function isLocal({ metadata }: KubeObject): boolean {
  const annotations = metadata.annotations ?? {};
  return Object.hasOwn(annotations, LOCAL) && annotations[LOCAL] !== 'false';
}
