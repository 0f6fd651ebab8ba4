import type { ReplicaSet } from '../machinery/objects.ts';
import { ageColumn, countColumn, nameColumn } from './columns.ts';
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

/** ReplicaSets. Source of its rules: pkg/registry/apps/replicaset/strategy.go. */
export const replicaSetKind: Kind = defineKind<ReplicaSet>({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  resource: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  definition: 'V1ReplicaSet',
  hasGeneration: true,
  hasStatus: true,
  scale: REPLICAS_SCALE,
  nameRule: 'dns-subdomain',
  prepareForCreate: (replicaSet) => {
    replicaSet.status = { replicas: 0 };
  },
  applyDefaults: (replicaSet) => void defaultWorkload(replicaSet),
  validate: (replicaSet) => [
    ...validateCount(replicaSet.spec?.replicas, 'spec.replicas'),
    ...validateCount(replicaSet.spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...validateSelectorAndTemplate(replicaSet),
  ],
  validateUpdate: validateSelectorUpdate,
  notHonoured: ({ spec }) => fieldsNotHonoured(spec?.template?.spec, 'pod', 'spec.template.spec'),
  warnings: workloadWarnings,
  columns: [
    nameColumn,
    countColumn('Desired', 'Pods wanted.', ({ spec }) => spec?.replicas ?? 0),
    countColumn('Current', 'Pods there are.', ({ status }) => status?.replicas ?? 0),
    countColumn('Ready', 'Pods that are ready.', ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...templateColumns,
  ],
  selectableFields: ({ status }) => ({ 'status.replicas': String(status?.replicas ?? 0) }),
});
