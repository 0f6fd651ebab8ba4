import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { nameOf } from '../src/reading/objects.ts';
import { loadManifests } from '../src/load.ts';
import { repositoryManifests } from '../src/repository.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: NAME}\n';
const pod = (name: string): string => POD.replace('NAME', name);

const names = async (path: string): Promise<string[]> => (await loadManifests(path)).map(nameOf);

t.test('a file of several documents, empty ones among them', async (t) => {
  const root = t.testdir({ 'all.yaml': `---\n${pod('a')}---\n# nothing\n---\n${pod('b')}---\n` });
  t.same(await names(join(root, 'all.yaml')), ['Pod a', 'Pod b']);
});

t.test('JSON, and lists of both kinds', async (t) => {
  const one = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
  const root = t.testdir({
    'one.json': JSON.stringify(one),
    'list.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [one, one] }),
    'typed.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'PodList',
      metadata: {},
      items: [{ metadata: { name: 'b' } }],
    }),
  });
  t.same(await names(join(root, 'one.json')), ['Pod a']);
  t.same(await names(join(root, 'list.json')), ['Pod a', 'Pod a']);
  t.same(await loadManifests(join(root, 'typed.json')), [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } },
  ]);
});

t.test('a folder: its manifests by name, nothing below', async (t) => {
  const root = t.testdir({
    'b.yml': pod('b'),
    'a.yaml': pod('a'),
    'c.json': '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "c"}}',
    'notes.txt': 'not this',
    below: { 'd.yaml': pod('d') },
  });
  t.same(await names(root), ['Pod a', 'Pod b', 'Pod c']);
});

t.test('a folder with a kustomization, and the kustomization itself', async (t) => {
  const root = t.testdir({
    'a.yaml': pod('a'),
    'unused.yaml': pod('unused'),
    'kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: x-\n',
  });
  t.same(await names(root), ['Pod x-a']);
  t.same(await names(join(root, 'kustomization.yaml')), ['Pod x-a']);
});

t.test("the repository's manifests are found", async (t) => {
  const root = repositoryManifests();
  t.same(await names(join(root, 'services')), ['Service podder']);
  t.same(await names(root), ['Service podder', 'Deployment generic', 'Pod starter']);
  t.throws(() => repositoryManifests('/nowhere/else/file.ts'), { code: 'MANIFEST_UNREADABLE' });
});

t.test('what can be wrong is told on one line', async (t) => {
  const cases: Record<string, [text: string, message: RegExp]> = {
    'broken.yaml': ['a: [1,\nb: 2', /broken\.yaml: expected YAML, got: .+ at line \d/],
    'tab.yaml': ['a:\n\tb: 1', /tab\.yaml: expected YAML, got/],
    'list.yaml': [
      '- 1\n- 2\n',
      /list\.yaml, document 1: expected an object with apiVersion, kind and metadata, got \[1,2\]/,
    ],
    'text.yaml': ['just words', /expected an object with apiVersion, kind and metadata, got "just words"/],
    'kind.yaml': ['apiVersion: v1\nmetadata: {name: a}', /expected a text as kind, got none/],
    'version.yaml': ['apiVersion: 1\nkind: Pod', /expected a text as apiVersion, got 1/],
    'meta.yaml': [
      `${pod('a')}---\napiVersion: v1\nkind: Pod\n`,
      /meta\.yaml, document 2: expected metadata of a Pod, got none/,
    ],
    'name.yaml': [
      'apiVersion: v1\nkind: Pod\nmetadata: {}',
      /expected a text as metadata.name of a Pod, got none/,
    ],
    'space.yaml': [
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: 1}',
      /expected a text as metadata.namespace of Pod a, got 1/,
    ],
    'items.json': [
      '{"apiVersion": "v1", "kind": "List", "items": [3]}',
      /document 1, item 1: expected an object .+, got 3/,
    ],
    'bomb.yaml': [
      `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]`,
      /expected YAML, got: Excessive alias count/,
    ],
  };
  const root = t.testdir({ empty: {} });
  for (const [file, [text, message]] of Object.entries(cases)) {
    writeFileSync(join(root, file), text);
    const error = await loadManifests(join(root, file)).catch((reason: Error & { code: string }) => reason);
    t.match(error, { code: 'MANIFEST_UNREADABLE', message }, file);
    t.notMatch((error as Error).message, '\n', file);
  }
  await t.rejects(loadManifests(join(root, 'none.yaml')), {
    code: 'MANIFEST_UNREADABLE',
    message: /none\.yaml: expected a file or folder, got nothing there$/,
  });
  await t.rejects(loadManifests(join(root, 'empty')), {
    message: /empty: expected a kustomization or files that end in \.yaml, \.yml or \.json, got none$/,
  });
});

t.test('numbers and words as kubectl reads them, keys too', async (t) => {
  const root = t.testdir({
    'a.yaml': `${pod('a')}mode: 0644\nplain: 1:30\nyes: on\nbase: &base {x: 1}\nmerged: {<<: *base, z: 2}\n`,
  });
  t.match(await loadManifests(join(root, 'a.yaml')), [
    { mode: 420, plain: '1:30', true: true, merged: { x: 1, z: 2 } },
  ]);
});

t.test('a byte order mark before any document is no part of it', async (t) => {
  const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'c' } });
  const root = t.testdir({
    'all.yaml': `\uFEFF${pod('a')}---\n\uFEFF${pod('b')}\uFEFF---\r\n${pod('c')}---\n\uFEFF---\n${pod('d')}`,
    'one.json': `\uFEFF${json}`,
    'within.yaml': `${pod('a')}data: a\uFEFFb\n`,
  });
  t.same(await names(join(root, 'all.yaml')), ['Pod a', 'Pod b', 'Pod c', 'Pod d']);
  t.same(await names(join(root, 'one.json')), ['Pod c']);
  await t.rejects(names(join(root, 'within.yaml')), { message: /got: a byte order mark within a document/ });
});

t.test('bytes that are no UTF-8 are refused', async (t) => {
  const root = t.testdir();
  const file = join(root, 'all.yaml');
  for (const bytes of [Buffer.from(`${pod('a')}# \xe9`, 'latin1'), Buffer.from(pod('a'), 'utf16le')]) {
    writeFileSync(file, bytes);
    await t.rejects(names(file), { code: 'MANIFEST_UNREADABLE' });
  }
});
