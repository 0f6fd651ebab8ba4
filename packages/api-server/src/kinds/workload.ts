import { forbidden, invalid, notSupported, required, type FieldError } from '../machinery/field-error.ts';
import { formatLabelSelector, matchesLabels, requirementsOf } from '@pod-contagion/notations';
import { IMMUTABLE_MESSAGE, NEGATIVE_MESSAGE } from '../machinery/names.ts';
import type { Deployment, LabelSelector, PodTemplate, ReplicaSet } from '../machinery/objects.ts';
import { wideColumn } from './columns.ts';
import { sameJson, sortedByKey } from '../machinery/json.ts';
import type { Column, Kind } from '../registry/kind.ts';
import { shownSelector, validateLabelSelector } from '../machinery/labels.ts';
import { defaultPodSpec } from './pod/defaults.ts';
import { validatePodTemplate } from './pod/template.ts';
import { nameWarnings, podWarnings } from './warnings/pod.ts';

/** What has replicas of a pod: a Deployment, a ReplicaSet. */
export type Workload = {
  spec?:
    | { selector: LabelSelector; template?: PodTemplate | undefined; replicas?: number | undefined }
    | undefined;
};

/** How the subresource `scale` reads and sets the replicas of a workload. */
export const REPLICAS_SCALE: NonNullable<Kind<Deployment | ReplicaSet>['scale']> = {
  specReplicas: ({ spec }) => spec?.replicas ?? 1,
  statusReplicas: ({ status }) => status?.replicas ?? 0,
  selector: ({ spec }) => formatLabelSelector(requirementsOf(spec?.selector)),
  setReplicas: ({ spec }, replicas) => {
    if (spec !== undefined) spec.replicas = replicas;
  },
};

/**
 * Fills in what a workload leaves out and Kubernetes' own types cannot: their spec, template and the template's spec are
 * there even where nothing was given, and so have their defaults before anything is looked at.
 *
 * Source: pkg/apis/apps/v1/zz_generated.defaults.go.
 */
export function defaultWorkload(workload: Deployment | ReplicaSet): NonNullable<Deployment['spec']> {
  const spec = (workload.spec ??= {} as never) as NonNullable<Deployment['spec']>;
  spec.replicas ??= 1;
  spec.template ??= {};
  spec.template.spec ??= { containers: [] };
  defaultPodSpec(spec.template.spec);
  return spec;
}

/**
 * What is wrong with the selector and template of a workload.
 *
 * Source: pkg/apis/apps/validation/validation.go (`ValidateDeploymentSpec`, `ValidateReplicaSetSpec`), as all here.
 */
export function validateSelectorAndTemplate({ spec }: Workload): FieldError[] {
  const selector = spec?.selector as LabelSelector | undefined | null;
  if (selector === undefined || selector === null) {
    return [required('spec.selector'), mismatch(spec?.template), ...validateTemplate(spec?.template)];
  }
  const wrong = validateLabelSelector(selector, 'spec.selector');
  if (wrong.length > 0) return [...wrong, invalid('spec.selector', selector, 'invalid label selector')];
  const isMatched = matchesLabels(requirementsOf(selector), spec?.template?.metadata?.labels);
  return [
    ...(sameJson(selector, {})
      ? [invalid('spec.selector', selector, 'empty selector is invalid for deployment')]
      : []),
    ...(isMatched ? [] : [mismatch(spec?.template)]),
    ...validateTemplate(spec?.template),
  ];
}

function mismatch(template: PodTemplate | undefined): FieldError {
  const labels = template?.metadata?.labels;
  const shown = labels === undefined ? undefined : sortedByKey(labels);
  return invalid('spec.template.metadata.labels', shown, '`selector` does not match template `labels`');
}

function validateTemplate(template: PodTemplate | undefined): FieldError[] {
  const errors = validatePodTemplate(template ?? {}, 'spec.template');
  const policy = template?.spec?.restartPolicy;
  if (policy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', policy ?? '', ['Always']));
  }
  if (typeof template?.spec?.activeDeadlineSeconds === 'number') {
    const message = 'activeDeadlineSeconds in ReplicaSet is not Supported';
    errors.push(forbidden('spec.template.spec.activeDeadlineSeconds', message));
  }
  return errors;
}

/** What is wrong with a count that may be left out, but not be below 0. */
export function validateCount(value: number | undefined, field: string): FieldError[] {
  return typeof value === 'number' && value < 0 ? [invalid(field, value, NEGATIVE_MESSAGE)] : [];
}

/** The selector of a workload stays what it was. */
export function validateSelectorUpdate(workload: Workload, old: Workload): FieldError[] {
  const selector = workload.spec?.selector;
  if (sameJson(selector, old.spec?.selector)) return [];
  return [invalid('spec.selector', selector, IMMUTABLE_MESSAGE)];
}

/**
 * What who writes a workload should be told: of its template when it is new, and when a change was more than one of its
 * metadata or status.
 *
 * Source: pkg/registry/apps/{deployment,replicaset}/strategy.go (`WarningsOnCreate`, `WarningsOnUpdate`).
 */
export function* workloadWarnings(
  { metadata, spec }: Deployment | ReplicaSet,
  old: Deployment | ReplicaSet | undefined,
): Generator<string> {
  if (old === undefined) yield* nameWarnings(metadata, 'Pod names and hostnames');
  else if (old.metadata.generation === metadata.generation) return;
  const { spec: podSpec, metadata: podMeta } = spec?.template ?? {};
  if (podSpec) yield* podWarnings(podSpec, podMeta, 'spec.template.');
}

/** The columns that `-o wide` adds for a workload. Source: pkg/printers/internalversion/printers.go. */
export const templateColumns: readonly Column<Workload>[] = [
  wideColumn('Containers', 'Names of the containers in the template.', ({ spec }) =>
    (spec?.template?.spec?.containers ?? []).map(({ name }) => name).join(','),
  ),
  wideColumn('Images', 'Images of the containers in the template.', ({ spec }) =>
    (spec?.template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(','),
  ),
  wideColumn('Selector', 'Labels of the pods that count.', ({ spec }) => shownSelector(spec?.selector)),
];
