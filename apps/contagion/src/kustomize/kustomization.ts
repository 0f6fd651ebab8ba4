import { ContagionError } from '../errors.ts';
import { isRecord } from '../kubernetes/objects.ts';
import { parseYaml } from '../manifests/yaml.ts';

/** Which objects a patch is for; names are regular expressions that have to match in whole. */
export type PatchTarget = Readonly<{
  group?: string;
  version?: string;
  kind?: string;
  name?: string;
  namespace?: string;
  labelSelector?: string;
  annotationSelector?: string;
}>;

/** A patch: strategic merge or JSON, inline or in a file. */
export type Patch = Readonly<{ path?: string; patch?: string; target?: PatchTarget }>;

/** A change to an image's name, tag or digest. */
export type ImageChange = Readonly<{ name: string; newName?: string; newTag?: string; digest?: string }>;

/** Labels that are set, and whether in selectors and templates too. */
export type LabelChange = Readonly<{
  pairs?: Readonly<Record<string, string>>;
  includeSelectors?: boolean;
  includeTemplates?: boolean;
}>;

/** How generated objects are made. */
export type GeneratorOptions = Readonly<{
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  disableNameSuffixHash?: boolean;
}>;

/** A ConfigMap to be made of literals and files. */
export type ConfigMapSource = Readonly<{
  name: string;
  namespace?: string;
  literals?: readonly string[];
  files?: readonly string[];
  envs?: readonly string[];
  options?: GeneratorOptions;
}>;

/** The part of a kustomization that is read here. */
export type Kustomization = Readonly<{
  resources: readonly string[];
  patches: readonly Patch[];
  patchesStrategicMerge: readonly string[];
  patchesJson6902: readonly Patch[];
  images: readonly ImageChange[];
  replicas: readonly Readonly<{ name: string; count: number }>[];
  namespace: string;
  namePrefix: string;
  nameSuffix: string;
  labels: readonly LabelChange[];
  commonLabels: Readonly<Record<string, string>>;
  commonAnnotations: Readonly<Record<string, string>>;
  configMapGenerator: readonly ConfigMapSource[];
  generatorOptions: GeneratorOptions;
}>;

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, readonly [check: Check, expected: string]>>;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isTextMap: Check = (value) => isRecord(value) && Object.values(value).every(isText);

const TEXT = [isText, 'a text'] as const;
const FLAG = [isFlag, 'true or false'] as const;
const TEXTS = [isTexts, 'a list of texts'] as const;
const TEXT_MAP = [isTextMap, 'texts by name'] as const;

const TARGET: Shape = {
  group: TEXT,
  version: TEXT,
  kind: TEXT,
  name: TEXT,
  namespace: TEXT,
  labelSelector: TEXT,
  annotationSelector: TEXT,
};
const PATCH: Shape = { path: TEXT, patch: TEXT, target: [isRecord, 'an object'] };
const GENERATOR_OPTIONS: Shape = { labels: TEXT_MAP, annotations: TEXT_MAP, disableNameSuffixHash: FLAG };

/** What the items of each list of objects have. */
const ITEMS: Readonly<Record<string, Shape>> = {
  patches: PATCH,
  patchesJson6902: PATCH,
  images: { name: TEXT, newName: TEXT, newTag: TEXT, digest: TEXT },
  replicas: { name: TEXT, count: [isCount, 'a whole number'] },
  labels: { pairs: TEXT_MAP, includeSelectors: FLAG, includeTemplates: FLAG },
  configMapGenerator: {
    name: TEXT,
    namespace: TEXT,
    literals: TEXTS,
    files: TEXTS,
    envs: TEXTS,
    options: [isRecord, 'an object'],
  },
};

const FIELDS: Shape = {
  apiVersion: TEXT,
  kind: [(value) => value === 'Kustomization', 'Kustomization'],
  metadata: [isRecord, 'an object'],
  resources: TEXTS,
  bases: TEXTS,
  patchesStrategicMerge: TEXTS,
  namespace: TEXT,
  namePrefix: TEXT,
  nameSuffix: TEXT,
  commonLabels: TEXT_MAP,
  commonAnnotations: TEXT_MAP,
  generatorOptions: [isRecord, 'an object'],
  ...Object.fromEntries(Object.keys(ITEMS).map((name) => [name, [Array.isArray, 'a list'] as const])),
};

/**
 * Reads a kustomization. What is not among the fields above is refused by name rather than passed over: the result
 * would not be what `kubectl apply -k` makes.
 * @throws {ContagionError} CONTAGION_KUSTOMIZATION
 */
export function readKustomization(text: string, file: string): Kustomization {
  const documents = parseYaml(text, file);
  const [value = {}] = documents;
  if (documents.length > 1 || !isRecord(value)) {
    throw wrong(file, 'expected one kustomization, got', documents.length > 1 ? documents.length : value);
  }
  check(file, '', value, FIELDS);
  for (const [name, shape] of Object.entries(ITEMS)) {
    for (const [index, item] of ((value[name] ?? []) as unknown[]).entries()) {
      const place = `${name}[${index}]`;
      if (!isRecord(item)) throw wrong(file, `${place}: expected an object, got`, item);
      check(file, `${place}.`, item, shape);
      if (isRecord(item['target'])) check(file, `${place}.target.`, item['target'], TARGET);
      if (isRecord(item['options'])) check(file, `${place}.options.`, item['options'], GENERATOR_OPTIONS);
    }
  }
  if (isRecord(value['generatorOptions'])) {
    check(file, 'generatorOptions.', value['generatorOptions'], GENERATOR_OPTIONS);
  }
  return {
    ...EMPTY,
    ...(value as Partial<Kustomization>),
    resources: [...((value['resources'] ?? []) as string[]), ...((value['bases'] ?? []) as string[])],
  };
}

const EMPTY: Kustomization = {
  resources: [],
  patches: [],
  patchesStrategicMerge: [],
  patchesJson6902: [],
  images: [],
  replicas: [],
  namespace: '',
  namePrefix: '',
  nameSuffix: '',
  labels: [],
  commonLabels: {},
  commonAnnotations: {},
  configMapGenerator: [],
  generatorOptions: {},
};

function check(file: string, place: string, value: Readonly<Record<string, unknown>>, shape: Shape): void {
  for (const [name, field] of Object.entries(value)) {
    const [isRight, expected] = shape[name] ?? [];
    if (isRight === undefined) {
      throw new ContagionError(
        'CONTAGION_KUSTOMIZATION',
        `${file}: ${place}${name} is not read here; build it with kubectl kustomize FOLDER > all.yaml and use -f all.yaml`,
      );
    }
    if (!isRight(field)) throw wrong(file, `${place}${name}: expected ${expected}, got`, field);
  }
}

function wrong(file: string, what: string, got: unknown): ContagionError {
  const text = JSON.stringify(got) ?? 'nothing';
  return new ContagionError('CONTAGION_KUSTOMIZATION', `${file}: ${what} ${text.slice(0, 80)}`);
}
