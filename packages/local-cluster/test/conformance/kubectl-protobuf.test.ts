import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { missing, type Need } from '../../../../scripts/testing/needs.ts';
import { PATIENCE_MS } from '../../../../scripts/testing/until.ts';
import { startCluster } from '../../src/index.ts';

/** The first kubectl that sends protobuf; one before it would test nothing here. */
const FIRST_MINOR = 32;

type Result = Readonly<{ stdout: string; stderr: string; exitCode: number }>;

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Result> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: PATIENCE_MS, maxBuffer: 10 * 1024 * 1024 };
    execFile('kubectl', args, options, (error, stdout, stderr) =>
      resolve({ stdout, stderr, exitCode: error === null ? 0 : 1 }),
    );
  });
}

const COMMANDS = [
  'configmap literal --from-literal=a=1 --from-literal=b=',
  'configmap file --from-file=binary=@BINARY',
  'serviceaccount robot',
  'deployment none --image=nobody/nothing --replicas=0 --port=80',
  'deployment two --image=nobody/nothing --image=nobody/more --replicas=2',
  'service clusterip inner --tcp=80:8080 --tcp=90:name',
  'service clusterip headless --clusterip=None',
  'service nodeport outer --tcp=80:8080',
  'service loadbalancer balanced --tcp=80:80',
  'service externalname elsewhere --external-name=example.org',
];
const RESOURCES = 'configmaps,serviceaccounts,deployments,services';

/** What a cluster gives each object for itself, so that it differs from one to the next. */
const OWN =
  /^(uid|resourceVersion|creationTimestamp|namespace|clusterIPs?|nodePort|status|ip|local-cluster\.pod-contagion\/reached-at)$/;

type Item = { kind: string; metadata: { name: string } };

function comparable(list: string): unknown[] {
  const { items } = JSON.parse(list) as { items: Item[] };
  const made = items.filter(({ metadata: { name } }) => name !== 'default' && name !== 'kube-root-ca.crt');
  return JSON.parse(
    JSON.stringify(made, (key, value: unknown) => (OWN.test(key) && value !== 'None' ? undefined : value)),
  ) as unknown[];
}

const RECENT: Need = [
  `kubectl from 1.${FIRST_MINOR} on`,
  () => {
    const { stdout } = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' });
    const [version = 'none', minor = '0'] = /v1\.(\d+)\S*/.exec(stdout ?? '') ?? [];
    return Number(minor) < FIRST_MINOR ? `this is ${version}` : undefined;
  },
];
const skip = missing('kubectl') || missing(RECENT);

t.test('what kubectl sends in protobuf is stored as if it had been JSON', { skip }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'protobuf-'));
  const cluster = await startCluster({ stateFolder: folder });
  t.teardown(async () => {
    await cluster.close();
    await rm(folder, { recursive: true });
  });
  const binary = join(folder, 'binary');
  await writeFile(
    binary,
    Uint8Array.from({ length: 256 }, (_, index) => index),
  );
  const kubectl = async (args: string): Promise<Result> =>
    run([`--cache-dir=${join(folder, 'cache')}`, ...args.replace('@BINARY', binary).split(' ')], {
      KUBECONFIG: cluster.kubeconfig,
    });

  for (const name of ['protobuf', 'json']) {
    const { stdout, stderr } = await kubectl(`create namespace ${name} -v=7`);
    t.equal(stdout, `namespace/${name} created\n`);
    t.match(stderr, /Content-Type: application\/vnd\.kubernetes\.protobuf/);
  }

  const documents = await Promise.all(
    COMMANDS.map(async (command) => {
      const sent = await kubectl(`create ${command} -n protobuf -v=7`);
      t.match(sent.stdout, / created\n$/, `kubectl create ${command}`, { stderr: sent.stderr });
      t.match(sent.stderr, /Content-Type: application\/vnd\.kubernetes\.protobuf/);
      return (await kubectl(`create ${command} -n json --dry-run=client -o json`)).stdout;
    }),
  );
  const file = join(folder, 'all.json');
  const items = documents.map((document) => JSON.parse(document) as Item);
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  t.equal((await kubectl(`create -n json -f ${file}`)).exitCode, 0);

  const stored = async (namespace: string): Promise<unknown[]> =>
    comparable((await kubectl(`get ${RESOURCES} -n ${namespace} -o json`)).stdout);
  const [asProtobuf, asJson] = await Promise.all([stored('protobuf'), stored('json')]);
  t.strictSame(asProtobuf, asJson);
  t.equal(asProtobuf.length, COMMANDS.length);

  const refused = await kubectl('create deployment Wrong_Name --image=a');
  t.equal(refused.exitCode, 1);
  t.match(
    refused.stderr,
    /The Deployment "Wrong_Name" is invalid|error: failed to create deployment.*invalid/s,
  );

  // Where nothing is evicted, pods are deleted with options in protobuf.
  const drained = await kubectl('drain local --force --disable-eviction --grace-period=1 -v=7');
  t.match(drained.stdout, /pod\/two-\S+ deleted/);
  t.match(
    drained.stderr,
    /DELETE .*\/pods\/two-(?:.*\n){1,9}.*Content-Type: application\/vnd\.kubernetes\.protobuf/,
  );
});
