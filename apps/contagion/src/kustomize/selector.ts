import { matchesLabels, parseLabelSelector } from '@pod-contagion/notations';
import { ContagionError } from '../errors.ts';
import type { PatchTarget } from './kustomization.ts';
import { groupOf, type Resource } from './resource.ts';

/**
 * The resources that the target of a patch selects: all it names must fit; names are regular expressions that must fit
 * in whole, and may be names of before.
 */
export function selectTargets(
  resources: readonly Resource[],
  target: PatchTarget,
  source: string,
): readonly Resource[] {
  const { group, version, kind, name, namespace, labelSelector, annotationSelector } = target;
  const isKind = whole(kind, source);
  const isName = whole(name, source);
  const isNamespace = whole(namespace, source);
  const labels = requirements(labelSelector, source);
  const annotations = requirements(annotationSelector, source);
  return resources.filter(({ object, names }) => {
    const { apiVersion, metadata } = object;
    return (
      (!group || group === groupOf(apiVersion)) &&
      (!version || version === apiVersion.split('/').at(-1)) &&
      isKind(object.kind) &&
      names.some(isName) &&
      isNamespace(metadata.namespace ?? 'default') &&
      matchesLabels(labels, metadata.labels) &&
      matchesLabels(annotations, metadata.annotations)
    );
  });
}

function whole(pattern: string | undefined, source: string): (text: string) => boolean {
  if (!pattern) return () => true;
  try {
    const expression = new RegExp(`^(?:${pattern})$`, 'u');
    return (text) => expression.test(text);
  } catch (cause) {
    throw new ContagionError(
      'CONTAGION_KUSTOMIZATION',
      `${source}: expected a regular expression, got ${JSON.stringify(pattern)}`,
      { cause },
    );
  }
}

function requirements(text: string | undefined, source: string): ReturnType<typeof parseLabelSelector> {
  try {
    return parseLabelSelector(text ?? '');
  } catch (cause) {
    throw new ContagionError(
      'CONTAGION_KUSTOMIZATION',
      `${source}: expected a label selector, got ${JSON.stringify(text)}`,
      { cause },
    );
  }
}
