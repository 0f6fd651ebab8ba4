import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { openFixture, pod, TOKEN, type Fixture, type Json } from './fixture.ts';

/** What every JavaScript object has: names like any other for whoever chooses them. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

/** Those that may be keys of labels, which neither begin nor end with an underscore; the others may still be keys of data. */
const LABELS = INHERITED.filter((name) => !name.startsWith('_'));

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PATCHES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

type Texts = Record<string, string>;
const names = (from: readonly string[]): fc.Arbitrary<Texts> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...from, 'plain'), fc.constantFrom('a', 'b')), {
      selector: ([name]) => name,
    })
    // Not by assignment, which `__proto__` would get lost by.
    .map((pairs) => Object.fromEntries(pairs));

async function namesOf({ ask }: Fixture, query: string): Promise<string[]> {
  const { json } = await ask(`${CONFIG_MAPS}?${query}`);
  return (json.items as Json[]).map(({ metadata }) => metadata.name as string);
}

t.test('property: what has such names comes back as it was, by each way', async () => {
  const fixture = await openFixture();
  const { ask } = fixture;
  const holds = async (labels: Texts, annotations: Texts, data: Texts, next: Texts): Promise<boolean> => {
    const metadata = { name: 'x', labels, annotations };
    const made = await ask(CONFIG_MAPS, { body: { metadata, data } });
    const path = `${CONFIG_MAPS}/x`;
    const is = (json: Json, wanted: Texts): boolean =>
      JSON.stringify(sorted(json.data)) === JSON.stringify(sorted(wanted));
    let isWell = made.code === 201 && is(made.json, data) && is((await ask(path)).json, data);
    for (const label of [...LABELS, 'plain']) {
      const has = Object.hasOwn(labels, label);
      isWell &&= (await namesOf(fixture, `labelSelector=${label}`)).includes('x') === has;
      isWell &&= (await namesOf(fixture, `labelSelector=!${label}`)).includes('x') === !has;
    }
    const all = { ...data, ...next };
    for (const contentType of [PATCHES.merge, PATCHES.strategic]) {
      const body = { data: next };
      const { json } = await ask(path, { method: 'PATCH', contentType, body });
      isWell &&= is(json, all);
    }
    for (const name of Object.keys(next)) {
      const operations = [
        { op: 'replace', path: `/data/${name}`, value: 'c' },
        { op: 'remove', path: `/data/${name}` },
      ];
      for (const operation of operations) {
        const { json } = await ask(path, { method: 'PATCH', contentType: PATCHES.json, body: [operation] });
        isWell &&=
          operation.op === 'remove' ? !Object.hasOwn(json.data ?? {}, name) : json.data[name] === 'c';
      }
    }
    const put = await ask(path, { method: 'PUT', body: { metadata, data: next } });
    isWell &&= is(put.json, next);
    await ask(path, { method: 'DELETE' });
    return isWell;
  };
  await fc.assert(fc.asyncProperty(names(LABELS), names(LABELS), names(INHERITED), names(INHERITED), holds), {
    numRuns: 8,
  });
  await fixture.close();
  if (fixture.errors.length > 0) throw new AggregateError(fixture.errors);
});

function sorted(texts: Texts | undefined): (readonly [string, string])[] {
  return Object.entries(texts ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

t.test('wherever a name is looked for', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { ask, registry } = fixture;
  for (const name of INHERITED) {
    for (const path of [
      '/api/v1/@',
      '/apis/@',
      '/apis/@/v1',
      '/apis/apps/v1/@',
      '/openapi/v3/apis/@/v1',
      '/api/@/pods',
    ]) {
      t.equal((await ask(path.replace('@', name))).code, 404, path.replace('@', name));
    }
    t.equal((await ask(`/api/v1/namespaces/default/pods/x/${name}`)).code, 404);
    t.equal((await ask(`${CONFIG_MAPS}?fieldSelector=${name}=x`)).code, 400);
    t.equal((await ask(`${CONFIG_MAPS}?${name}=x`)).code, 200);
    t.equal((await ask(CONFIG_MAPS, { body: { kind: name, metadata: { name: 'x' } } })).code, 400);
    t.equal((await ask(CONFIG_MAPS, { body: { apiVersion: name, metadata: { name: 'x' } } })).code, 400);
    t.equal((await ask(CONFIG_MAPS, { body: '{}', contentType: `application/${name}` })).code, 415);
    t.equal((await ask(CONFIG_MAPS, { accept: `application/json;as=${name};g=meta.k8s.io;v=v1` })).code, 406);
    const slice = { metadata: { name: 'x' }, addressType: name, endpoints: [{ addresses: ['1.2.3.4'] }] };
    const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
    t.equal((await ask(slices, { body: slice })).json.reason, 'Invalid');
    const pods = '/api/v1/namespaces/default/pods';
    const classless = { ...pod('x'), spec: { ...pod('x').spec, priorityClassName: name } };
    t.equal((await ask(pods, { body: classless })).json.reason, 'Forbidden');
    const resources = { limits: JSON.parse(`{"${name}":"1"}`) as object, requests: {} };
    const hungry = { ...pod('x'), spec: { containers: [{ name: 'main', image: 'x', resources }] } };
    t.equal((await ask(pods, { body: hungry })).json.reason, 'Invalid');
  }
  for (const name of LABELS.filter((each) => each === each.toLowerCase())) {
    registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const body = {
      metadata: { name, namespace: name, labels: { [name]: name } },
      spec: {
        nodeSelector: { [name]: name },
        containers: [
          {
            name,
            image: name,
            ports: [{ name: name.slice(0, 15), containerPort: 80 }],
            env: INHERITED.map((variable) => ({ name: variable, value: variable })),
          },
        ],
        volumes: [{ name, emptyDir: {} }],
      },
    };
    const pods = `/api/v1/namespaces/${name}/pods`;
    t.equal((await ask(pods, { body })).code, 201);
    const { json } = await ask(`${pods}/${name}`);
    t.match(json, body);
    const spec = { containers: [{ name, env: [{ name: '__proto__', value: 'changed' }] }] };
    const patched = await ask(`${pods}/${name}?dryRun=All`, {
      method: 'PATCH',
      contentType: PATCHES.strategic,
      body: { spec },
    });
    t.equal(patched.code, 422, 'found by its name, and may not change');
    t.match(patched.json.message, /env/);
  }
  t.strictSame(fixture.errors, []);
});

t.test('with kubectl', { skip: missing('kubectl') }, async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const folder = t.testdir({ 'ca.crt': fixture.ca });
  const run = async (...args: string[]): Promise<string> => {
    const flags = [
      `--server=${fixture.url}`,
      `--token=${TOKEN}`,
      `--certificate-authority=${join(folder, 'ca.crt')}`,
    ];
    const options = { env: { ...process.env, KUBECONFIG: join(folder, 'none'), HOME: folder } };
    return (await promisify(execFile)('kubectl', [...flags, ...args], options)).stdout;
  };
  const texts = Object.fromEntries(INHERITED.map((name) => [name, 'x']));
  const labels = Object.fromEntries(LABELS.map((name) => [name, 'x']));
  const file = join(folder, 'object.json');
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'constructor', labels },
    data: texts,
  };
  await writeFile(file, JSON.stringify(object));
  await run('apply', '-f', file);
  t.equal(
    await run('get', 'configmaps', '-o', 'name', '-l', 'constructor=x,toString'),
    'configmap/constructor\n',
  );
  t.equal(await run('get', 'configmaps', '-o', 'name', '-l', '!toString'), '');
  const got = JSON.parse(await run('get', 'configmap', 'constructor', '-o', 'json'));
  t.strictSame(sorted(got.data), sorted(texts));
  t.strictSame(sorted(got.metadata.labels), sorted(labels));
  await run('label', 'configmap', 'constructor', 'valueOf-', 'toString=y', '--overwrite');
  t.match(await run('get', 'configmaps', '-o', 'name', '-l', '!valueOf,toString=y'), 'constructor');
  const { __proto__: _, ...without } = JSON.parse(JSON.stringify(object)).data as Texts;
  await writeFile(file, JSON.stringify({ ...object, data: Object.fromEntries(Object.entries(without)) }));
  await run('apply', '-f', file);
  const after = JSON.parse(await run('get', 'configmap', 'constructor', '-o', 'json'));
  t.notOk(Object.hasOwn(after.data, '__proto__'), 'taken out by apply');
  t.equal(Object.keys(after.data).length, INHERITED.length - 1);
  t.strictSame(fixture.errors, []);
});
