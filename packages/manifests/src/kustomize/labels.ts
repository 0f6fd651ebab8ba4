import type { FieldSpec } from './fields.ts';
import type { Resource } from './resource.ts';
import { setShared } from './shared-values.ts';

type Pairs = Readonly<Record<string, string>>;
type Include = Readonly<{ selectors: boolean; templates: boolean }>;

/** Kinds that make pods, as kustomize's tables name them. */
const MAKERS: readonly Omit<FieldSpec, 'path'>[] = [
  { version: 'v1', kind: 'ReplicationController' },
  { kind: 'Deployment' },
  { kind: 'ReplicaSet' },
  { kind: 'DaemonSet' },
];
const JOB = { group: 'batch', kind: 'Job' } as const;
const CRON_JOB = { group: 'batch', kind: 'CronJob' } as const;
const STATEFUL_SET = { group: 'apps', kind: 'StatefulSet' } as const;
const NETWORK_POLICY = { group: 'networking.k8s.io', kind: 'NetworkPolicy' } as const;

/** The same path for some kinds. */
function at(
  path: string,
  create: boolean,
  ...kinds: readonly Omit<FieldSpec, 'path'>[]
): readonly FieldSpec[] {
  return kinds.map(({ group = '', version = '', kind = '' }) => ({ path, create, group, version, kind }));
}

/** The labels, and those of what an object makes. Source: kustomize's builtinpluginconsts/metadatalabels.go. */
const TEMPLATES: readonly FieldSpec[] = [
  { path: 'metadata/labels', create: true },
  ...at('spec/template/metadata/labels', true, ...MAKERS, STATEFUL_SET, JOB),
  { path: 'spec/volumeClaimTemplates[]/metadata/labels', create: true, ...STATEFUL_SET },
  { path: 'spec/jobTemplate/metadata/labels', create: true, ...CRON_JOB },
  { path: 'spec/jobTemplate/spec/template/metadata/labels', create: true, ...CRON_JOB },
];

/** Selectors within the spec of a pod: they are changed where they are, never made. */
const IN_POD_SPEC = [
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
    `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
  ]),
  'topologySpreadConstraints/labelSelector/matchLabels',
];

/** Source: kustomize's builtinpluginconsts/commonlabels.go. */
const SELECTORS: readonly FieldSpec[] = [
  { path: 'spec/selector', create: true, version: 'v1', kind: 'Service' },
  { path: 'spec/selector', create: true, version: 'v1', kind: 'ReplicationController' },
  ...at('spec/selector/matchLabels', true, ...MAKERS.slice(1), STATEFUL_SET),
  ...IN_POD_SPEC.flatMap((path) =>
    at(`spec/template/spec/${path}`, false, { group: 'apps', kind: 'Deployment' }, STATEFUL_SET),
  ),
  { path: 'spec/selector/matchLabels', ...JOB },
  { path: 'spec/jobTemplate/spec/selector/matchLabels', ...CRON_JOB },
  { path: 'spec/selector/matchLabels', group: 'policy', kind: 'PodDisruptionBudget' },
  { path: 'spec/podSelector/matchLabels', ...NETWORK_POLICY },
  { path: 'spec/ingress/from/podSelector/matchLabels', ...NETWORK_POLICY },
  { path: 'spec/egress/to/podSelector/matchLabels', ...NETWORK_POLICY },
];

/** Source: kustomize's builtinpluginconsts/commonannotations.go. */
const ANNOTATIONS: readonly FieldSpec[] = [
  { path: 'metadata/annotations', create: true },
  ...at('spec/template/metadata/annotations', true, ...MAKERS, { kind: 'StatefulSet' }, JOB),
  { path: 'spec/jobTemplate/metadata/annotations', create: true, ...CRON_JOB },
  { path: 'spec/jobTemplate/spec/template/metadata/annotations', create: true, ...CRON_JOB },
];

/** Sets labels where kustomize does. */
export function setLabels(resource: Resource, pairs: Pairs, include: Include): void {
  const specs = include.templates ? TEMPLATES : TEMPLATES.slice(0, 1);
  setShared(resource, include.selectors ? [...SELECTORS, ...TEMPLATES] : specs, pairs);
}

/** Sets annotations where kustomize does: on the object, and on the pods it makes. */
export function setAnnotations(resource: Resource, pairs: Pairs): void {
  setShared(resource, ANNOTATIONS, pairs);
}
