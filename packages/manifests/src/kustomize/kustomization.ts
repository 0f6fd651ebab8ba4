import type { Behavior } from './resource.ts';

type Pairs = Readonly<Record<string, string>>;

/** Which objects a patch is for; each but the selectors is a regular expression that has to fit in whole. */
export type PatchTarget = Readonly<{
  group?: string;
  version?: string;
  kind?: string;
  name?: string;
  namespace?: string;
  labelSelector?: string;
  annotationSelector?: string;
}>;

/** What a merge patch may change besides. */
export type PatchOptions = Readonly<{ allowNameChange?: boolean; allowKindChange?: boolean }>;

/** A patch: strategic merge or JSON, inline or in a file. */
export type Patch = Readonly<{
  path?: string | undefined;
  patch?: string | undefined;
  target?: PatchTarget;
  options?: PatchOptions;
}>;

/** A change to an image's name, tag or digest. */
export type ImageChange = Readonly<{ name: string; newName?: string; newTag?: string; digest?: string }>;

/** Labels that are set, and whether in selectors and templates too. */
export type LabelChange = Readonly<{ pairs?: Pairs; includeSelectors?: boolean; includeTemplates?: boolean }>;

/** How generated objects are made. */
export type GeneratorOptions = Readonly<{
  labels?: Pairs;
  annotations?: Pairs;
  disableNameSuffixHash?: boolean;
  immutable?: boolean;
}>;

/** A ConfigMap or Secret to be made of literals and files. */
export type GeneratorSource = Readonly<{
  name: string;
  namespace?: string;
  behavior?: Behavior;
  literals?: readonly string[];
  files?: readonly string[];
  envs?: readonly string[];
  env?: string;
  options?: GeneratorOptions;
  type?: string;
}>;

/** How a value is taken from a text, or put into one. */
export type ReplacementOptions = Readonly<{ delimiter?: string; index?: number; create?: boolean }>;

/** Which objects a value is copied to, and where; names are compared, no patterns. */
export type ReplacementTarget = Readonly<{
  select: PatchTarget;
  reject?: readonly PatchTarget[];
  fieldPaths?: readonly string[];
  options?: ReplacementOptions;
}>;

/** A value that is copied from one object to others. */
export type Replacement = Readonly<{
  path?: string;
  source?: PatchTarget & Readonly<{ fieldPath?: string; options?: ReplacementOptions }>;
  targets?: readonly ReplacementTarget[];
}>;

/** The part of a kustomization that is read here. */
export type Kustomization = Readonly<{
  kind: 'Kustomization' | 'Component';
  resources: readonly string[];
  components: readonly string[];
  patches: readonly Patch[];
  patchesStrategicMerge: readonly string[];
  patchesJson6902: readonly Patch[];
  images: readonly ImageChange[];
  replicas: readonly Readonly<{ name?: string; count?: number }>[];
  replacements: readonly Replacement[];
  namespace: string;
  namePrefix: string;
  nameSuffix: string;
  labels: readonly LabelChange[];
  commonLabels: Pairs;
  commonAnnotations: Pairs;
  configMapGenerator: readonly GeneratorSource[];
  secretGenerator: readonly GeneratorSource[];
  generatorOptions: GeneratorOptions;
}>;

/** A kustomization that says nothing. */
export const EMPTY: Kustomization = {
  kind: 'Kustomization',
  resources: [],
  components: [],
  patches: [],
  patchesStrategicMerge: [],
  patchesJson6902: [],
  images: [],
  replicas: [],
  replacements: [],
  namespace: '',
  namePrefix: '',
  nameSuffix: '',
  labels: [],
  commonLabels: {},
  commonAnnotations: {},
  configMapGenerator: [],
  secretGenerator: [],
  generatorOptions: {},
};
