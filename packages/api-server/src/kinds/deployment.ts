import { forbidden, invalid, notSupported, required, type FieldError } from '../machinery/field-error.ts';
import { intOrPercentNumber, isPercent, type IntOrString } from '../machinery/int-or-string.ts';
import { NEGATIVE_MESSAGE, percentProblems } from '../machinery/names.ts';
import type { Deployment } from '../machinery/objects.ts';
import { ageColumn, countColumn, nameColumn, textColumn } from './columns.ts';
import { defineKind, type Kind } from '../registry/kind.ts';
import { fieldsNotHonoured } from './not-honoured.ts';
import {
  defaultWorkload,
  REPLICAS_SCALE,
  templateColumns,
  validateCount,
  validateSelectorAndTemplate,
  validateSelectorUpdate,
  workloadWarnings,
} from './workload.ts';

type Strategy = NonNullable<NonNullable<Deployment['spec']>['strategy']>;

/** Deployments. Source of its rules: pkg/registry/apps/deployment/strategy.go. */
export const deploymentKind: Kind = defineKind<Deployment>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  resource: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  definition: 'V1Deployment',
  hasGeneration: true,
  hasStatus: true,
  scale: REPLICAS_SCALE,
  nameRule: 'dns-subdomain',
  prepareForCreate: (deployment) => {
    deployment.status = {};
  },
  applyDefaults,
  validate,
  validateUpdate: validateSelectorUpdate,
  notHonoured: ({ spec }) => fieldsNotHonoured(spec?.template?.spec, 'pod', 'spec.template.spec'),
  warnings: workloadWarnings,
  columns: [
    nameColumn,
    textColumn(
      'Ready',
      'Pods that are ready, of those wanted.',
      ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
    ),
    { ...countColumn('Up-to-date', 'Pods made from the present template.', updatedReplicas), type: 'string' },
    {
      ...countColumn('Available', 'Pods that have been ready for long enough.', availableReplicas),
      type: 'string',
    },
    ageColumn,
    ...templateColumns,
  ],
  selectableFields: () => ({}),
});

function updatedReplicas({ status }: Deployment): number {
  return status?.updatedReplicas ?? 0;
}

function availableReplicas({ status }: Deployment): number {
  return status?.availableReplicas ?? 0;
}

/** Source: pkg/apis/apps/v1/defaults.go (`SetDefaults_Deployment`). */
function applyDefaults(deployment: Deployment): void {
  const spec = defaultWorkload(deployment);
  spec.strategy ??= {};
  spec.strategy.type ||= 'RollingUpdate';
  if (spec.strategy.type === 'RollingUpdate') {
    spec.strategy.rollingUpdate ??= {};
    spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
    spec.strategy.rollingUpdate.maxSurge ??= '25%';
  }
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
}

/** Source: pkg/apis/apps/validation/validation.go (`ValidateDeploymentSpec`), as all below. */
function validate(deployment: Deployment): FieldError[] {
  const { spec } = deployment;
  const errors = [
    ...validateCount(spec?.replicas, 'spec.replicas'),
    ...validateSelectorAndTemplate(deployment),
    ...validateStrategy(spec?.strategy ?? {}, 'spec.strategy'),
    ...validateCount(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...validateCount(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...validateCount(spec?.progressDeadlineSeconds, 'spec.progressDeadlineSeconds'),
  ];
  const deadline = spec?.progressDeadlineSeconds;
  if (typeof deadline === 'number' && deadline <= (spec?.minReadySeconds ?? 0)) {
    errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
  }
  return errors;
}

function validateStrategy({ type, rollingUpdate }: Strategy, field: string): FieldError[] {
  if (type === 'Recreate') {
    if (!rollingUpdate) return [];
    return [forbidden(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
  }
  if (type !== 'RollingUpdate') {
    const shown = { Type: type ?? '', RollingUpdate: rollingUpdate ?? null };
    return [notSupported(field, shown, ['Recreate', 'RollingUpdate'])];
  }
  if (!rollingUpdate) {
    return [required(`${field}.rollingUpdate`, 'this should be defaulted and never be nil')];
  }
  const maxUnavailable: IntOrString = rollingUpdate.maxUnavailable ?? 0;
  const maxSurge: IntOrString = rollingUpdate.maxSurge ?? 0;
  const path = `${field}.rollingUpdate.maxUnavailable`;
  const errors = [
    ...validateShare(maxUnavailable, path),
    ...validateShare(maxSurge, `${field}.rollingUpdate.maxSurge`),
  ];
  if (intOrPercentNumber(maxUnavailable) === 0 && intOrPercentNumber(maxSurge) === 0) {
    errors.push(invalid(path, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  if (isPercent(maxUnavailable) && intOrPercentNumber(maxUnavailable) > 100) {
    errors.push(invalid(path, maxUnavailable, 'must not be greater than 100%'));
  }
  return errors;
}

function validateShare(value: IntOrString, field: string): FieldError[] {
  if (typeof value === 'string')
    return percentProblems(value).map((problem) => invalid(field, value, problem));
  return value < 0 ? [invalid(field, value, NEGATIVE_MESSAGE)] : [];
}
