import { invalid, notSupported, required, type FieldError } from '../../machinery/field-error.ts';
import {
  configKeyProblems,
  dnsSubdomainProblems,
  qualifiedNameProblems,
  variableNameProblems,
} from '../../machinery/names.ts';
import type { Container } from '../../machinery/objects.ts';

type Variable = NonNullable<Container['env']>[number];
type Source = NonNullable<Variable['valueFrom']>;

const FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
] as const;

const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
] as const;

/** What is wrong with variables. Source: pkg/apis/core/validation/validation.go (`ValidateEnv`), as all here. */
export function validateVariables(variables: Container['env'], field: string): FieldError[] {
  return (variables ?? []).flatMap((variable, index) => {
    const path = `${field}[${index}]`;
    const name = variable.name ?? '';
    const errors =
      name === ''
        ? [required(`${path}.name`)]
        : variableNameProblems(name).map((problem) => invalid(`${path}.name`, name, problem));
    if (variable.valueFrom) {
      errors.push(...validateSource(variable.valueFrom, variable.value ?? '', `${path}.valueFrom`));
    }
    return errors;
  });
}

/** What is wrong with the ConfigMaps and Secrets that all variables are taken from. */
export function validateVariableSources(sources: Container['envFrom'], field: string): FieldError[] {
  return (sources ?? []).flatMap((source, index) => {
    const path = `${field}[${index}]`;
    const prefix = source.prefix ?? '';
    const errors =
      prefix === ''
        ? []
        : variableNameProblems(prefix).map((problem) => invalid(`${path}.prefix`, prefix, problem));
    const names = (['configMapRef', 'secretRef'] as const).filter((name) => source[name]);
    for (const name of names) errors.push(...validateName(source[name]?.name, `${path}.${name}.name`));
    if (names.length === 0) {
      errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (names.length > 1) {
      errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
    }
    return errors;
  });
}

function validateSource(source: Source, value: string, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef) errors.push(...validateFieldRef(fieldRef.fieldPath ?? '', `${field}.fieldRef`));
  if (resourceFieldRef) {
    const resource = resourceFieldRef.resource ?? '';
    if (resource === '') errors.push(required(`${field}.resourceFieldRef.resource`));
    else if (!isOneOf(RESOURCES, resource) && !/^(requests|limits)\.hugepages-/.test(resource)) {
      errors.push(notSupported(`${field}.resourceFieldRef.resource`, resource, RESOURCES));
    }
  }
  if (configMapKeyRef) errors.push(...validateKeyRef(configMapKeyRef, `${field}.configMapKeyRef`));
  if (secretKeyRef) errors.push(...validateKeyRef(secretKeyRef, `${field}.secretKeyRef`));
  const count = Object.values(source).filter((item) => item !== undefined && item !== null).length;
  if (count === 0) {
    const message =
      'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    errors.push(invalid(field, '', message));
  } else if (value !== '') {
    errors.push(invalid(field, '', 'may not be specified when `value` is not empty'));
  } else if (count > 1) {
    errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}

function validateFieldRef(path: string, field: string): FieldError[] {
  if (path === '') return [required(`${field}.fieldPath`)];
  const subscripted = /^(.*)\['([^']*)'\]$/.exec(path);
  if (subscripted !== null) {
    const [, map = '', key = ''] = subscripted;
    if (map === 'metadata.annotations' || map === 'metadata.labels') {
      const tested = map === 'metadata.annotations' ? key.toLowerCase() : key;
      return qualifiedNameProblems(tested).map((problem) => invalid(field, tested, problem));
    }
    return [
      invalid(
        `${field}.fieldPath`,
        path,
        `error converting fieldPath: field label does not support subscript: ${path}`,
      ),
    ];
  }
  if (isOneOf(FIELDS, path)) return [];
  // Known to volumes, yet not to variables.
  if (path === 'metadata.annotations' || path === 'metadata.labels') {
    return [notSupported(`${field}.fieldPath`, path, FIELDS)];
  }
  return [
    invalid(`${field}.fieldPath`, path, `error converting fieldPath: field label not supported: ${path}`),
  ];
}

function validateKeyRef(
  reference: { name?: string | undefined; key?: string | undefined },
  field: string,
): FieldError[] {
  const name = reference.name ?? '';
  const key = reference.key ?? '';
  const errors = dnsSubdomainProblems(name).map((problem) => invalid(`${field}.name`, name, problem));
  if (key === '') return [...errors, required(`${field}.key`)];
  return [...errors, ...configKeyProblems(key).map((problem) => invalid(`${field}.key`, key, problem))];
}

function validateName(name: string | undefined, field: string): FieldError[] {
  if (!name) return [required(field)];
  return dnsSubdomainProblems(name).map((problem) => invalid(field, name, problem));
}

function isOneOf(list: readonly string[], value: string): boolean {
  return list.includes(value);
}
