import { matchesLabels, parseLabelSelector } from '@pod-contagion/notations';
import { inPlace, wrong } from './errors.ts';
import type { PatchTarget } from './kustomization.ts';
import { pattern } from './pattern.ts';
import { firstName, groupOf, nameNow, versionOf, type Name, type Resource } from './resource.ts';

/** What kustomize has for the namespace of what belongs to none. */
const NO_NAMESPACE = '_non_namespaceable_';

/**
 * The resources that the target of a patch selects: all it names must fit; these are regular expressions that must fit in
 * whole, for names and namespaces either the first or the present one.
 */
export function selectTargets(
  resources: readonly Resource[],
  target: PatchTarget,
  source: string,
): readonly Resource[] {
  const { group, version, kind, name, namespace } = target;
  const isGroup = whole(group, source);
  const isVersion = whole(version, source);
  const isKind = whole(kind, source);
  const isName = whole(name, source);
  const isNamespace = whole(namespace, source);
  const hasLabels = labelsOf(target, source);
  return resources.filter((resource) => {
    const { apiVersion, kind: own } = resource.object;
    const names: readonly Name[] = [firstName(resource), nameNow(resource)];
    return (
      isGroup(groupOf(apiVersion)) &&
      isVersion(versionOf(apiVersion)) &&
      isKind(own) &&
      names.some((each) => isName(each.name)) &&
      names.some((each) => isNamespace(each.namespace ?? NO_NAMESPACE)) &&
      hasLabels(resource)
    );
  });
}

/** Whether the selectors for labels and annotations, as far as there are any, select a resource. */
export function labelsOf(
  { labelSelector, annotationSelector }: PatchTarget,
  source: string,
): (resource: Resource) => boolean {
  const labels = requirements(labelSelector, source);
  const annotations = requirements(annotationSelector, source);
  return ({ object: { metadata } }) =>
    matchesLabels(labels, metadata.labels ?? undefined) &&
    matchesLabels(annotations, metadata.annotations ?? undefined);
}

function whole(text: string | undefined, source: string): (name: string) => boolean {
  if (!text) return () => true;
  const expression = inPlace(source, () => pattern(text, 'anchored'));
  return (name) => expression.test(name);
}

function requirements(text: string | undefined, source: string): ReturnType<typeof parseLabelSelector> {
  try {
    return parseLabelSelector(text ?? '');
  } catch (cause) {
    throw wrong(source, `expected a label selector, got ${JSON.stringify(text)}`, cause);
  }
}
