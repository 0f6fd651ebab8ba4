/** What is built here against what kubectl builds. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { buildKustomization } from '../../src/kustomize/build.ts';
import { parseYaml } from '../../src/reading/yaml.ts';
import type { KubeObject } from '../../src/reading/objects.ts';
import { ROOT } from '../../../../scripts/files.ts';
import { missing } from '../../../../scripts/testing/needs.ts';
import { byIdentity } from './canonical.ts';
import { FIXTURES, WORKLOADS } from './fixtures.ts';

const skip = missing('kubectl');

function byName(objects: readonly KubeObject[]): Record<string, unknown> {
  const sorted = byIdentity(objects) as readonly KubeObject[];
  return Object.fromEntries(
    sorted.map((object) => [`${object.kind}/${object.metadata.namespace}/${object.metadata.name}`, object]),
  );
}

function writeFolder(root: string, files: Readonly<Record<string, string | Buffer>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return existsSync(join(root, 'top')) ? join(root, 'top') : root;
}

/** Both, as objects by name. */
async function build(folder: string): Promise<{ ours: object; theirs: object }> {
  const text = execFileSync('kubectl', ['kustomize', folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return {
    ours: byName(await buildKustomization(folder)),
    theirs: byName(parseYaml(text, 'kubectl') as KubeObject[]),
  };
}

t.test("the repository's own", { skip }, async (t) => {
  const overlays = readdirSync(`${ROOT}kubernetes/overlays`).map((name) => `overlays/${name}`);
  for (const name of ['.', 'services', 'deployments', 'pods', ...overlays]) {
    const { ours, theirs } = await build(join(ROOT, 'kubernetes', name));
    t.same(ours, theirs, name);
    t.ok(Object.keys(ours).length > 0);
  }
});

for (const [name, files] of Object.entries(FIXTURES)) {
  t.test(name, { skip }, async (t) => {
    const { ours, theirs } = await build(writeFolder(t.testdir(), files));
    t.same(ours, theirs);
  });
}

const REFUSED: Readonly<Record<string, [kustomization: string, message: RegExp]>> = {
  'a field that is not read': [
    'resources: [all.yaml]\nhelmCharts: []\n',
    /kustomization\.yaml: helmCharts is not read here; build it with kubectl kustomize/,
  ],
  'a field within that is not read': [
    'images: [{name: x, tagSuffix: y}]\n',
    /images\[0\]\.tagSuffix is not read here/,
  ],
  'a value of the wrong kind': [
    'resources: all.yaml\n',
    /resources: expected a list of texts, got "all\.yaml"/,
  ],
  'a component as a kustomization': [
    'kind: Component\nnamePrefix: a-\n',
    /kind: expected Kustomization, got "Component"/,
  ],
  'something remote': [
    'resources: [https://example.org/all.yaml]\n',
    /expected files and folders as resources, got https:\/\/example.org\/all.yaml/,
  ],
  'a file that is not there': [
    'resources: [none.yaml]\n',
    /none\.yaml: expected a file or folder, got nothing there/,
  ],
  'a file outside': ['resources: [../outside.yaml]\n', /expected files within this folder/],
  'a folder without a kustomization': [
    'resources: [empty]\n',
    /empty: expected a kustomization\.yaml in it, got none/,
  ],
  itself: ['resources: [../self]\n', /got a circle/],
  'the same twice': [
    'resources: [all.yaml, again.yaml]\n',
    /expected each object once, got Deployment generic twice/,
  ],
  'a patch for nobody': [
    'resources: [all.yaml]\npatches: [{patch: "{apiVersion: v1, kind: Pod, metadata: {name: none}}"}]\n',
    /patches\[0\]: expected one Pod none in v1, namespace default to patch, got 0/,
  ],
  'a patch without a patch': [
    'patches: [{target: {kind: Pod}}]\n',
    /patches\[0\]: expected either path or patch/,
  ],
  'operations without a target': [
    'resources: [all.yaml]\npatches: [{patch: "- {op: remove, path: /x}"}]\n',
    /expected a target for a list of operations/,
  ],
  'operations that do not fit': [
    'resources: [all.yaml]\npatches: [{target: {kind: Service}, patch: "- {op: remove, path: /spec/none}"}]\n',
    /expected operations that fit Service podder, got/,
  ],
  'a selector that is none': [
    'resources: [all.yaml]\npatches: [{target: {labelSelector: "a in b"}, patch: "- {op: test, path: /x}"}]\n',
    /expected a label selector, got "a in b"/,
  ],
  'replicas of nobody': [
    'replicas: [{name: none, count: 1}]\n',
    /expected a Deployment or ReplicaSet, got none/,
  ],
  'a kustomization as a component': [
    'components: [../other]\n',
    /kind: expected Component, got "Kustomization"/,
  ],
  'an apiVersion that is another': [
    'apiVersion: v1\nnamePrefix: a-\n',
    /apiVersion: expected kustomize\.config\.k8s\.io\/v1beta1, got "v1"/,
  ],
  'nothing to do': ['kind: Kustomization\n', /expected a field that does something/],
  variables: ['vars: []\n', /vars is not read here; build it with kubectl kustomize/],
  transformers: ['transformers: [a.yaml]\n', /transformers is not read here/],
  'merging with nothing': [
    'configMapGenerator: [{name: none, behavior: merge}]\n',
    /expected one ConfigMap none in namespace default to merge, got none/,
  ],
  'a behavior that is none': [
    'configMapGenerator: [{name: none, behavior: other}]\n',
    /configMapGenerator\[0\]\.behavior: expected create, merge or replace, got "other"/,
  ],
  'a file outside in a generator': [
    'configMapGenerator: [{name: a, files: [../outside.yaml]}]\n',
    /expected files within this folder as resources, got \.\.\/outside\.yaml/,
  ],
  'a replacement without a source': [
    'resources: [all.yaml]\nreplacements: [{source: {kind: None}, targets: [{select: {kind: Pod}}]}]\n',
    /replacements\[0\]: expected one object as source, got 0/,
  ],
  'a replacement of a field that is not there': [
    'resources: [all.yaml]\nreplacements: [{source: {kind: Service}, targets: [{select: {kind: Pod}, fieldPaths: [spec.none]}]}]\n',
    /expected a field at spec\.none of Pod alone, got none/,
  ],
  'removing what is not there': [
    'resources: [all.yaml]\npatches: [{target: {kind: Pod}, patch: "- {op: remove, path: /spec/none}"}]\n',
    /expected something to remove at none, got nothing/,
  ],
  'an expression that Go reads in another way': [
    'resources: [all.yaml]\npatches: [{target: {name: "(?i)a"}, patch: "- {op: test, path: /x}"}]\n',
    /expected a regular expression of common form, got "\(\?i\)a"/,
  ],
  'a null among the labels of a patch with a target': [
    'resources: [all.yaml]\npatches: [{target: {kind: Pod}, patch: "{kind: Pod, metadata: {name: a, labels: {app: null}}}"}]\n',
    /expected no null among labels, which kustomize makes a text here/,
  ],
};

t.test('refuses, by name and place', async (t) => {
  for (const [name, [kustomization, message]] of Object.entries(REFUSED)) {
    const root = t.testdir({
      'outside.yaml': WORKLOADS,
      other: { 'kustomization.yaml': 'namePrefix: a-' },
      self: {
        'all.yaml': WORKLOADS,
        'again.yaml': WORKLOADS,
        empty: {},
        'kustomization.yaml': kustomization,
      },
    });
    const error = await buildKustomization(join(root, 'self')).then(
      () => undefined,
      (reason: Error & { code: string; exitCode: number }) => reason,
    );
    t.match(error?.message, message, name);
    t.equal(error?.exitCode, 2, name);
    t.notMatch(error?.message, '\n', `${name}: one line`);
  }
});

t.test('custom resources follow the scope of their definition', async (t) => {
  const folder = t.testdir({
    'all.yaml': `{apiVersion: example.com/v1, kind: Planet, metadata: {name: one}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: planets.example.com}
spec: {group: example.com, names: {kind: Planet, plural: planets}, scope: Cluster}
`,
    'kustomization.yaml': '{resources: [all.yaml], namespace: lab}',
  });
  const objects = await buildKustomization(folder);
  t.same(
    objects.map(({ metadata }) => metadata.namespace),
    [undefined, undefined],
  );
});
