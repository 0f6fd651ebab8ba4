import type { ServiceAccount } from '../machinery/objects.ts';
import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { defineKind, type Kind } from './kind.ts';

/** ServiceAccounts: names that pods run under; nothing here is allowed or denied by them. */
export const serviceAccountKind: Kind = defineKind<ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  resource: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  categories: [],
  namespaced: true,
  definition: 'V1ServiceAccount',
  hasGeneration: false,
  hasStatus: false,
  nameRule: 'dns-subdomain',
  applyDefaults: () => {},
  validate: () => [],
  columns: [
    nameColumn,
    textColumn('Secrets', 'Number of secrets listed.', ({ secrets }) => String((secrets ?? []).length)),
    ageColumn,
  ],
  selectableFields: () => ({}),
});
