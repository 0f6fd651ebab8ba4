import type { ServiceAccount } from '../machinery/objects.ts';
import { own } from '@pod-contagion/notations';
import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { defineKind, type Kind } from '../registry/kind.ts';

const SECRETS_RULE = 'kubernetes.io/enforce-mountable-secrets';
const SECRETS_RULE_MESSAGE = `metadata.annotations[${SECRETS_RULE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`;

function hasSecretsRule({ metadata }: ServiceAccount): boolean {
  return own(metadata.annotations, SECRETS_RULE) !== undefined;
}

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
  warnings: (account, old) =>
    hasSecretsRule(account) && !(old !== undefined && hasSecretsRule(old)) ? [SECRETS_RULE_MESSAGE] : [],
  columns: [
    nameColumn,
    textColumn('Secrets', 'Number of secrets listed.', ({ secrets }) => String((secrets ?? []).length)),
    ageColumn,
  ],
  selectableFields: () => ({}),
});
