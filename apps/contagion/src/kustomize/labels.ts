import type { KubeObject } from '../kubernetes/objects.ts';
import { path, podSpecPath, recordsAt, type FieldPath } from './fields.ts';

type Pairs = Readonly<Record<string, string>>;
type Include = Readonly<{ selectors: boolean; templates: boolean }>;

const METADATA = path('metadata/labels');
const TEMPLATE = path('spec/template/metadata/labels');
const SERVICE_SELECTOR = path('spec/selector');
const MATCH_LABELS = path('spec/selector/matchLabels');

/** Selectors within the spec of a pod: they are changed where they are, never made. */
const IN_POD_SPEC: readonly FieldPath[] = [
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    path(
      `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/*/podAffinityTerm/labelSelector/matchLabels`,
    ),
    path(`affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/*/labelSelector/matchLabels`),
  ]),
  path('topologySpreadConstraints/*/labelSelector/matchLabels'),
];

/** Sets labels where kustomize does. Source: kustomize's builtin commonlabels, for the kinds that are known here. */
export function setLabels(object: KubeObject, pairs: Pairs, include: Include): void {
  const { kind } = object;
  const makesPods = kind === 'Deployment' || kind === 'ReplicaSet';
  set(object, METADATA, pairs, true);
  if (makesPods && (include.templates || include.selectors)) set(object, TEMPLATE, pairs, true);
  if (!include.selectors) return;
  if (kind === 'Service') set(object, SERVICE_SELECTOR, pairs, true);
  if (!makesPods) return;
  set(object, MATCH_LABELS, pairs, true);
  const podSpec = podSpecPath(kind) ?? [];
  for (const selector of IN_POD_SPEC) {
    // Only Deployments have them in kustomize's table.
    if (kind === 'Deployment') set(object, [...podSpec, ...selector], pairs, false);
  }
}

/** Sets annotations where kustomize does: on the object, and on the pods it makes. */
export function setAnnotations(object: KubeObject, pairs: Pairs): void {
  if (Object.keys(pairs).length === 0) return;
  set(object, path('metadata/annotations'), pairs, true);
  if (object.kind === 'Deployment' || object.kind === 'ReplicaSet') {
    set(object, path('spec/template/metadata/annotations'), pairs, true);
  }
}

function set(object: KubeObject, where: FieldPath, pairs: Pairs, create: boolean): void {
  if (Object.keys(pairs).length === 0) return;
  for (const record of recordsAt(object, where, create)) Object.assign(record, pairs);
}
