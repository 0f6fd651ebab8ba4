import { isRecord } from '@pod-contagion/notations';
import { ManifestError } from '../errors.ts';
import { parseYaml } from '../reading/yaml.ts';
import { EMPTY, type Kustomization, type Replacement } from './kustomization.ts';

/** What a value has to be: a test of its own, an object of these fields, or a list of what the one item is. */
type Rule = readonly [isRight: (value: unknown) => boolean, expected: string] | Shape | readonly [Rule];
type Shape = { readonly [field: string]: Rule };

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextMap = (value: unknown): boolean => isRecord(value) && Object.values(value).every(isText);
const isOneOf =
  (...values: readonly string[]) =>
  (value: unknown): boolean =>
    values.includes(value as string);

const TEXT: Rule = [isText, 'a text'];
const FLAG: Rule = [(value) => typeof value === 'boolean', 'true or false'];
const TEXTS: Rule = [(value) => Array.isArray(value) && value.every(isText), 'a list of texts'];
const TEXT_MAP: Rule = [isTextMap, 'texts by name'];
const OBJECT: Rule = [isRecord, 'an object'];
const COUNT: Rule = [(value) => Number.isInteger(value) && (value as number) >= 0, 'a whole number'];
const INTEGER: Rule = [Number.isInteger, 'a whole number'];

const NAME = { group: TEXT, version: TEXT, kind: TEXT, name: TEXT, namespace: TEXT };
const TARGET: Shape = { ...NAME, labelSelector: TEXT, annotationSelector: TEXT };
const PATCH: Shape = {
  path: TEXT,
  patch: TEXT,
  target: TARGET,
  options: { allowNameChange: FLAG, allowKindChange: FLAG },
};
const GENERATOR_OPTIONS: Shape = {
  labels: TEXT_MAP,
  annotations: TEXT_MAP,
  disableNameSuffixHash: FLAG,
  immutable: FLAG,
};
const GENERATOR: Shape = {
  name: TEXT,
  namespace: TEXT,
  behavior: [isOneOf('create', 'merge', 'replace'), 'create, merge or replace'],
  literals: TEXTS,
  files: TEXTS,
  envs: TEXTS,
  env: TEXT,
  options: GENERATOR_OPTIONS,
};
const FIELD_OPTIONS: Shape = { delimiter: TEXT, index: INTEGER, create: FLAG };
const REPLACEMENT: Shape = {
  source: { ...NAME, fieldPath: TEXT, options: FIELD_OPTIONS },
  targets: [{ select: TARGET, reject: [TARGET], fieldPaths: TEXTS, options: FIELD_OPTIONS }],
};
const FIELDS: Shape = {
  apiVersion: TEXT,
  kind: [isOneOf('Kustomization', 'Component'), 'Kustomization or Component'],
  metadata: OBJECT,
  resources: TEXTS,
  bases: TEXTS,
  components: TEXTS,
  patches: [PATCH],
  patchesStrategicMerge: TEXTS,
  patchesJson6902: [PATCH],
  images: [{ name: TEXT, newName: TEXT, newTag: TEXT, digest: TEXT }],
  replicas: [{ name: TEXT, count: COUNT }],
  replacements: [{ path: TEXT, ...REPLACEMENT }],
  namespace: TEXT,
  namePrefix: TEXT,
  nameSuffix: TEXT,
  labels: [{ pairs: TEXT_MAP, includeSelectors: FLAG, includeTemplates: FLAG }],
  commonLabels: TEXT_MAP,
  commonAnnotations: TEXT_MAP,
  configMapGenerator: [GENERATOR],
  secretGenerator: [{ ...GENERATOR, type: TEXT }],
  generatorOptions: GENERATOR_OPTIONS,
};

/** The apiVersion that a kind has to have where it says one. */
const VERSIONS = {
  Kustomization: 'kustomize.config.k8s.io/v1beta1',
  Component: 'kustomize.config.k8s.io/v1alpha1',
} as const;

/**
 * Reads a kustomization or a component. What is not among the fields above is refused by name rather than passed over: the
 * result would not be what `kubectl apply -k` makes.
 * @throws {ManifestError} MANIFEST_KUSTOMIZATION
 */
export function readKustomization(text: string, file: string): Kustomization {
  const documents = parseYaml(text, file);
  const [value = {}] = documents;
  if (documents.length > 1 || !isRecord(value)) {
    throw wrong(file, 'expected one kustomization, got', documents.length > 1 ? documents.length : value);
  }
  const { apiVersion, kind, bases, ...fields } = checked(
    file,
    '',
    value,
    FIELDS,
  ) as Partial<Kustomization> & {
    apiVersion?: string;
    bases?: readonly string[];
  };
  const expected = VERSIONS[kind ?? 'Kustomization'];
  if (apiVersion && apiVersion !== expected)
    throw wrong(file, `apiVersion: expected ${expected}, got`, apiVersion);
  if (bases === undefined && Object.values(fields).every((field) => field === '')) {
    throw wrong(file, 'expected a field that does something, got', fields);
  }
  return {
    ...EMPTY,
    ...fields,
    kind: kind ?? 'Kustomization',
    resources: [...(fields.resources ?? []), ...(bases ?? [])],
  };
}

/** Reads a file of replacements: one, or a list of them. @throws {ManifestError} MANIFEST_KUSTOMIZATION */
export function readReplacements(text: string, file: string): readonly Replacement[] {
  const documents = parseYaml(text, file);
  const [value] = documents;
  if (documents.length !== 1) throw wrong(file, 'expected one list of replacements, got', documents.length);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item, index) => checked(file, `[${index}]`, item, REPLACEMENT) as Replacement);
}

/** A value as its rule has it, without fields that are null: they say nothing. */
function checked(file: string, place: string, value: unknown, rule: Rule): unknown {
  if (isTest(rule)) {
    if (!rule[0](value)) throw wrong(file, `${place}: expected ${rule[1]}, got`, value);
    return value;
  }
  if (Array.isArray(rule)) {
    if (!Array.isArray(value)) throw wrong(file, `${place}: expected a list, got`, value);
    return value.map((item, index) =>
      checked(file, `${place}[${index}]`, item, (rule as readonly [Rule])[0]),
    );
  }
  if (!isRecord(value)) throw wrong(file, `${place}: expected an object, got`, value);
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const at = place === '' ? name : `${place}.${name}`;
    const own = Object.hasOwn(rule, name) ? (rule as Shape)[name] : undefined;
    if (own === undefined) throw notRead(file, at);
    return field === null ? [] : [[name, checked(file, at, field, own)]];
  });
  return Object.fromEntries(fields) as unknown;
}

function isTest(rule: Rule): rule is readonly [isRight: (value: unknown) => boolean, expected: string] {
  return Array.isArray(rule) && typeof rule[0] === 'function';
}

function notRead(file: string, what: string): ManifestError {
  return new ManifestError(
    'MANIFEST_KUSTOMIZATION',
    `${file}: ${what} is not read here; build it with kubectl kustomize FOLDER > all.yaml and use -f all.yaml`,
  );
}

function wrong(file: string, what: string, got: unknown): ManifestError {
  const text = JSON.stringify(got) ?? 'nothing';
  return new ManifestError('MANIFEST_KUSTOMIZATION', `${file}: ${what} ${text.slice(0, 80)}`);
}
