import type { Namespace } from '../machinery/objects.ts';
import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { defineKind, type Kind } from '../registry/kind.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** What keeps a Namespace until everything in it is gone. */
const FINALIZER = 'kubernetes';

/** Namespaces. Source of its rules: pkg/registry/core/namespace/strategy.go. */
export const namespaceKind: Kind = defineKind<Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  resource: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  categories: [],
  namespaced: false,
  definition: 'V1Namespace',
  hasGeneration: false,
  hasStatus: true,
  missingVerbs: ['deletecollection'],
  nameRule: 'dns-label',
  prepareForCreate: (namespace) => {
    namespace.status = { phase: 'Active' };
    const finalizers = namespace.spec?.finalizers ?? [];
    namespace.spec = {
      ...namespace.spec,
      finalizers: finalizers.includes(FINALIZER) ? finalizers : [...finalizers, FINALIZER],
    };
  },
  prepareForUpdate: (namespace, old) => {
    // In Kubernetes only the subresource `finalize` changes these; here, who deletes a Namespace may.
    if (namespace.metadata.deletionTimestamp) return;
    if (old.spec !== undefined) namespace.spec = { ...namespace.spec, ...old.spec };
  },
  applyDefaults: (namespace) => {
    const { name } = namespace.metadata;
    if (name) namespace.metadata.labels = { ...namespace.metadata.labels, [NAME_LABEL]: name };
  },
  asDeleted: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
  validate: () => [],
  columns: [
    nameColumn,
    textColumn(
      'Status',
      'Whether the Namespace is in use or on its way out.',
      ({ status }) => status?.phase ?? '',
    ),
    ageColumn,
  ],
  selectableFields: ({ metadata, status }) => ({
    name: metadata.name ?? '',
    'status.phase': status?.phase ?? '',
  }),
});
