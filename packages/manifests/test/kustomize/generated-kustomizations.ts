/** Folders with kustomizations, as generated as the objects in them. */
import fc, { type Arbitrary } from 'fast-check';
import { all, image, name, namespace, object, oneOf, pairs, some, text } from './generated-objects.ts';

type Json = Readonly<Record<string, unknown>>;

/** A folder: the text of each file by its path. */
export type Folder = Readonly<Record<string, string | Buffer>>;

const list = <T>(item: Arbitrary<T>, maxLength = 2, minLength = 0): Arbitrary<T[]> =>
  fc.array(item, { minLength, maxLength });

/** Null for some fields of an object, at any depth: what a patch takes away. */
function withNulls(value: unknown, picks: readonly number[], at = { next: 0 }): unknown {
  const pick = picks[at.next++ % picks.length] ?? 0;
  if (Array.isArray(value)) return value.map((item) => withNulls(item, picks, at));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([field, each]) => {
    const isNull =
      (picks[at.next++ % picks.length] ?? 0) > 12 &&
      !['kind', 'apiVersion', 'metadata', 'name'].includes(field);
    return [field, isNull ? null : withNulls(each, picks, at)];
  });
  const directive = pick === 12 ? [['$patch', 'replace']] : pick === 11 ? [['$patch', 'delete']] : [];
  return Object.fromEntries([...fields, ...(at.next > 4 ? directive : [])]);
}

const mergePatch: Arbitrary<Json> = fc
  .tuple(object, fc.array(fc.nat(14), { minLength: 7, maxLength: 11 }))
  .map(([value, picks]) => withNulls(value, picks) as Json);

const pointer = oneOf(
  '/spec/replicas',
  '/spec/template/spec/hostNetwork',
  '/spec/template/spec/containers/0/image',
  '/spec/template/spec/containers/-',
  '/spec/template/spec/containers/1',
  '/spec/template/spec/containers/0/args/-',
  '/spec/template/spec/containers/0/env/0',
  '/spec/template/metadata/labels/app',
  '/metadata/labels/app',
  '/metadata/labels',
  '/metadata/annotations/x',
  '/metadata/annotations/example.com~1part',
  '/metadata/name',
  '/spec/ports/0',
  '/spec/ports/0/port',
  '/spec/selector',
  '/data/k',
  '/data',
  '/none/of/these',
  '/spec',
);
const anyValue = fc.oneof(text, oneOf(1, true, null, ['a'], { a: 'b' }, { name: 'four', image: 'app' }));
const operation = fc.oneof(
  all({ op: oneOf('add', 'replace', 'test'), path: pointer, value: anyValue }),
  all({ op: oneOf('add', 'replace'), path: pointer, value: anyValue }),
  all({ op: oneOf('remove'), path: pointer }),
  all({ op: oneOf('move', 'copy'), from: pointer, path: pointer }),
);

const target = some({
  kind: oneOf('Deployment', 'Pod|Service', 'ConfigMap', '.*'),
  name: oneOf('app', 'a.*', 'pre-app', 'cfg', 'db'),
  namespace,
  group: oneOf('apps'),
  version: oneOf('v1'),
  labelSelector: oneOf('app', 'app=a', '!tier', 'tier in (a,b)'),
  annotationSelector: oneOf('x', '!x'),
});

const patchOptions = some({ allowNameChange: fc.boolean(), allowKindChange: fc.boolean() });
const anyPatch: Arbitrary<Json> = fc.oneof(
  all({ merge: mergePatch }),
  all({ merge: mergePatch, target }),
  all({ merge: mergePatch, options: patchOptions }, { target }),
  fc.tuple(list(operation, 3, 1), target, oneOf(true, false)).map(([operations, of, json]) => ({
    patch: json ? JSON.stringify(operations) : asYaml(operations),
    target: of,
  })),
);

function asYaml(operations: readonly Json[]): string {
  return operations.map((each) => `- ${JSON.stringify(each)}\n`).join('');
}

const generator = all(
  { name: oneOf('gen', 'cfg', 'app') },
  {
    namespace,
    behavior: oneOf('create', 'create', 'create', 'merge', 'replace'),
    literals: list(oneOf('k=v', 'l="q u"', "m='x'", 'k=2', 'e=', 'u=\u00FC<&>', 'd="'), 2),
    files: list(oneOf('file.txt', 'b=binary.bin', 'file.txt', 'long=long.bin', 'w=windows.txt'), 2),
    envs: list(oneOf('vars.env'), 1),
    options: some({
      disableNameSuffixHash: fc.boolean(),
      labels: pairs,
      annotations: pairs,
      immutable: fc.boolean(),
    }),
  },
);

const fieldPath = oneOf(
  'metadata.name',
  'metadata.namespace',
  'metadata.labels.app',
  'metadata.annotations.[example.com/part]',
  'spec.replicas',
  'spec.template.spec.containers.0.image',
  'spec.template.spec.containers.[name=one].image',
  'spec.template.spec.containers.*.image',
  'spec.template.spec.containers.[name=one].env.[name=A].value',
  'spec.template.spec.hostNetwork',
  'spec.template.metadata.labels',
  'spec.ports.0.port',
  'spec.selector.app',
  'data.k',
  'data.a\\.txt',
  'spec.template.spec.containers.[name=five].ports.0.containerPort',
);
const options = some({
  delimiter: oneOf(':', '/', '-', ''),
  index: oneOf(0, 1, -1, 5),
  create: fc.boolean(),
});
const replacement = all({
  source: all(
    { kind: oneOf('Deployment', 'ConfigMap', 'Pod', 'Service') },
    { name, namespace, fieldPath, options },
  ),
  targets: list(
    all(
      {
        select: some({
          kind: oneOf('Deployment', 'Pod', 'Service', 'ConfigMap'),
          name,
          namespace,
          labelSelector: oneOf('app'),
        }),
      },
      {
        reject: list(some({ name, kind: oneOf('Pod'), labelSelector: oneOf('tier') }), 1),
        fieldPaths: list(fieldPath),
        options,
      },
    ),
    2,
    1,
  ),
});

const FIELDS: Readonly<Record<string, Arbitrary<unknown>>> = {
  namespace,
  namePrefix: oneOf('pre-', 'a-'),
  nameSuffix: oneOf('-suf', '-1'),
  commonLabels: pairs,
  labels: list(all({ pairs }, { includeSelectors: fc.boolean(), includeTemplates: fc.boolean() })),
  commonAnnotations: pairs,
  patches: list(anyPatch, 3),
  patchesStrategicMerge: list(all({ merge: mergePatch }), 1),
  patchesJson6902: list(
    fc.tuple(list(operation, 2, 1), name).map(([operations, of]) => ({
      patch: JSON.stringify(operations),
      target: { version: 'v1', kind: 'Deployment', name: of, group: 'apps' },
    })),
    1,
  ),
  images: list(
    all(
      {
        name: fc.oneof(
          image,
          oneOf('nginx', 'app', 'registry.local:5000/team/web', 'team/.*', 'localhost:5000/app'),
        ),
      },
      { newName: oneOf('other', 'r:5000/other'), newTag: oneOf('2', 'v3'), digest: oneOf('sha256:cccc') },
    ),
  ),
  replicas: list(all({ name, count: oneOf(0, 7) }), 1),
  configMapGenerator: list(generator),
  secretGenerator: list(
    fc
      .tuple(generator, some({ type: oneOf('Opaque', 'other') }))
      .map(([made, type]) => Object.assign(made, type)),
    1,
  ),
  generatorOptions: some({
    disableNameSuffixHash: fc.boolean(),
    labels: pairs,
    annotations: pairs,
    immutable: fc.boolean(),
  }),
  replacements: list(replacement, 2),
};

/** A kustomization that uses few of the fields, so that most of them can be built. */
const someFields: Arbitrary<Json> = fc
  .uniqueArray(oneOf(...Object.keys(FIELDS)), { minLength: 1, maxLength: 3 })
  .chain((names) => all(Object.fromEntries(names.map((field) => [field, FIELDS[field] ?? fc.constant('')]))));

const FILES: Folder = {
  'file.txt': 'first\n  second \nthird',
  'windows.txt': 'first\r\nsecond\r\n',
  'binary.bin': Buffer.from([0xff, 0x00, 0x68, 0xfe]),
  'long.bin': Buffer.from(Array.from({ length: 52 + 10 }, (_, index) => 255 - index)),
  'vars.env': '\uFEFFA=1\r\n# no\n\n  B=two words \nC\n',
};

type Named = Readonly<{ apiVersion: string; kind: string; metadata: { name: string; namespace?: string } }>;

/** A merge patch for an object that is there: of its kind where there is one, else of nothing but the metadata. */
function aimedPatch(item: Json, known: readonly Named[]): Json {
  const { merge, ...others } = item as { merge?: Named };
  if (merge === undefined) return item;
  const same = known.find(({ kind }) => kind === merge.kind);
  const { apiVersion, kind, metadata } = same ?? known[0] ?? merge;
  const metadataOfPatch: Record<string, unknown> = { ...merge.metadata, name: metadata.name };
  delete metadataOfPatch['namespace'];
  if (metadata.namespace !== undefined) metadataOfPatch['namespace'] = metadata.namespace;
  const changed = { ...(same === undefined ? {} : merge), apiVersion, kind, metadata: metadataOfPatch };
  return Object.assign(others, { patch: JSON.stringify(changed) });
}

/** Lets most of what names objects name one that is there. */
function aimed(kustomization: Json, objects: readonly Json[]): Json {
  const known = objects as readonly Named[];
  const fields = { ...kustomization } as Record<string, Json[]>;
  if (fields['patches'] !== undefined)
    fields['patches'] = fields['patches'].map((item) => aimedPatch(item, known));
  const merges = fields['patchesStrategicMerge'];
  if (merges !== undefined) {
    const texts: unknown = merges.map((item) => `${String(aimedPatch(item, known)['patch'])}\n`);
    fields['patchesStrategicMerge'] = texts as Json[];
  }
  const scaled = known.find(({ kind }) => kind === 'Deployment')?.metadata.name;
  if (scaled === undefined) delete fields['replicas'];
  else for (const item of fields['replicas'] ?? []) Object.assign(item, { name: scaled });
  for (const item of fields['replacements'] ?? []) {
    const source = item['source'] as Json;
    const { kind, metadata } = known.find((each) => each.kind === source['kind']) ?? known[0] ?? {};
    Object.assign(source, { kind, name: metadata?.name });
  }
  return fields;
}

function inFolder(folder: string, kustomization: Json, objects: readonly Json[]): Folder {
  const texts = objects.map((each) => JSON.stringify(each));
  const resources = [
    ...((kustomization['resources'] ?? []) as string[]),
    ...(texts.length > 0 ? ['all.yaml'] : []),
  ];
  const files = {
    ...FILES,
    'all.yaml': texts.join('\n---\n'),
    'kustomization.yaml': JSON.stringify({ ...kustomization, resources }),
  };
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
}

/** Objects that are not each other. */
const objects = (maxLength: number): Arbitrary<Json[]> =>
  fc.uniqueArray(object, {
    minLength: 1,
    maxLength,
    selector: ({ kind, metadata }) => `${String(kind)} ${(metadata as { name: string }).name}`,
  });

type Parts = Readonly<{
  top: Json;
  own: Json[];
  base?: [Json, Json[]] | undefined;
  component?: Json | undefined;
}>;

function folderOf({ top, own, base, component }: Parts): Folder {
  const below = base?.[1] ?? [];
  const isSame = (one: Json, other: Json): boolean =>
    one['kind'] === other['kind'] && (one as Named).metadata.name === (other as Named).metadata.name;
  const above = own.filter((each) => !below.some((other) => isSame(each, other)));
  const known = [...below, ...above];
  const on = base === undefined ? {} : { resources: ['../base'] };
  const and = component === undefined ? {} : { components: ['../component'] };
  return {
    ...inFolder('top', { ...aimed(top, known), ...on, ...and }, above),
    ...(base === undefined ? {} : inFolder('base', aimed(base[0], below), below)),
    ...(component === undefined
      ? {}
      : inFolder('component', { ...COMPONENT, ...aimed(component, known) }, [])),
  };
}

const COMPONENT = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' };

/** A kustomization `top` with objects of its own, above another and with a component, or by itself. */
export const folder: Arbitrary<Folder> = fc
  .record({
    top: someFields,
    own: objects(4),
    base: fc.option(fc.tuple(someFields, objects(3)), { nil: undefined }),
    component: fc.option(someFields, { nil: undefined, freq: 2 }),
  })
  .map((parts) => folderOf(structuredClone(parts)));
