import { forbidden, invalid, tooLong, type FieldError } from '../machinery/field-error.ts';
import { configKeyProblems } from '../machinery/names.ts';
import type { ConfigMap } from '../machinery/objects.ts';
import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { sameJson } from '../machinery/json.ts';
import { defineKind, type Kind } from '../registry/kind.ts';
import { own } from '@pod-contagion/notations';

/** The greatest size of all values of a ConfigMap, in bytes. */
const MAX_BYTES = 1024 * 1024;

const LOCKED_MESSAGE = 'field is immutable when `immutable` is set';

/** ConfigMaps. Source of its rules: pkg/registry/core/configmap/strategy.go. */
export const configMapKind: Kind = defineKind<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  resource: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  categories: [],
  namespaced: true,
  definition: 'V1ConfigMap',
  hasGeneration: false,
  hasStatus: false,
  nameRule: 'dns-subdomain',
  applyDefaults: () => {},
  validate,
  validateUpdate,
  columns: [
    nameColumn,
    textColumn('Data', 'Number of keys.', ({ data, binaryData }) =>
      String(Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length),
    ),
    ageColumn,
  ],
  selectableFields: () => ({}),
});

/** Source: pkg/apis/core/validation/validation.go (`ValidateConfigMap`), as below. */
function validate({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(data ?? {})) {
    const field = `data[${key}]`;
    errors.push(...configKeyProblems(key).map((problem) => invalid(field, key, problem)));
    if (own(binaryData, key) !== undefined) {
      errors.push(invalid(field, key, 'duplicate of key present in binaryData'));
    }
    bytes += Buffer.byteLength(value);
  }
  for (const [key, value] of Object.entries(binaryData ?? {})) {
    errors.push(...configKeyProblems(key).map((problem) => invalid(`binaryData[${key}]`, key, problem)));
    bytes += Buffer.byteLength(value, 'base64');
  }
  if (bytes > MAX_BYTES) errors.push(tooLong('', MAX_BYTES));
  return errors;
}

function validateUpdate(configMap: ConfigMap, old: ConfigMap): FieldError[] {
  if (old.immutable !== true) return [];
  const errors = configMap.immutable === true ? [] : [forbidden('immutable', LOCKED_MESSAGE)];
  for (const name of ['data', 'binaryData'] as const) {
    if (!sameJson(configMap[name], old[name])) errors.push(forbidden(name, LOCKED_MESSAGE));
  }
  return errors;
}
