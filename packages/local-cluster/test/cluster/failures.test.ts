import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { LocalClusterError, startCluster, type ClusterOptions } from '../../src/index.ts';
import { freshFolder, IMAGES, ownTraces, runHost, startFor } from './support.ts';

/** How a start fails that should; nothing may be left of it, and nothing of what was there may change. */
async function failure(t: Test, options: ClusterOptions): Promise<LocalClusterError> {
  const before = ownTraces();
  const error: unknown = await startCluster(options).then(
    async (cluster) => {
      await cluster.close();
      return new Error('it started');
    },
    (reason: unknown) => reason,
  );
  t.same(ownTraces(), before, 'no listener, no handler');
  if (!(error instanceof LocalClusterError)) throw error;
  return error;
}

t.test('options that cannot be meant are refused before anything is made', async (t) => {
  const stateFolder = join(freshFolder(t), 'state');
  const refused: [string, object][] = [
    ['option port expected a whole number from 0 to 65535, got -1', { port: -1 }],
    ['option port expected a whole number from 0 to 65535, got 65536', { port: 65_536 }],
    ['option port expected a whole number from 0 to 65535, got 80.5', { port: 80.5 }],
    ['option port expected a whole number from 0 to 65535, got "80"', { port: '80' }],
    ['option network expected loopback, mapped or namespace, got "bridge"', { network: 'bridge' }],
    ['option kubeletVersion expected 1.20 or 1.36, got "1.28"', { kubeletVersion: '1.28' }],
    ['option kubeconfigFile expected a path, got ""', { kubeconfigFile: '' }],
    ['option images expected names of images, got ""', { images: { '': { command: ['x'] } } }],
    [
      'option images["a"].command expected a program and its arguments, got []',
      { images: { a: { command: [] } } },
    ],
    [
      'option images["a"].command expected a program and its arguments, got "x"',
      { images: { a: { command: 'x' } } },
    ],
    [
      'option images["a"].command expected a program and its arguments, got [""]',
      { images: { a: { command: [''] } } },
    ],
    [
      'option images["a"].command expected a program and its arguments, got ["x",1]',
      { images: { a: { command: ['x', 1] } } },
    ],
    [
      'option images["a"].env expected names of variables with a text for each, got {"A=":"b"}',
      { images: { a: { command: ['x'], env: { 'A=': 'b' } } } },
    ],
  ];
  for (const [message, options] of refused) {
    const error = await failure(t, { stateFolder, ...options });
    t.match(error, { code: 'INVALID_OPTION', message, name: 'LocalClusterError' });
  }
  t.match(await failure(t, { stateFolder: '' }), { code: 'INVALID_OPTION' });
  const switches = { kubeletVersion: '1.20', kubeletSwitches: { reducedDecay: true } } as const;
  await t.rejects(startCluster({ stateFolder, ...switches }), RangeError);
  await t.rejects(startCluster({ stateFolder, kubeletSwitches: { maxBackoffMs: 1 } }), RangeError);
  t.throws(() => readdirSync(stateFolder), { code: 'ENOENT' });
});

t.test('a port that another has', async (t) => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const stateFolder = freshFolder(t);
  const error = await failure(t, { stateFolder, port });
  t.match(error, {
    code: 'PORT_IN_USE',
    message: `expected a port for the API server that is free, got 127.0.0.1:${port}`,
    cause: { code: 'EADDRINUSE' },
  });
  t.same(readdirSync(stateFolder), []);
});

t.test('a port that another cluster has, which goes on', async (t) => {
  const { cluster, api, stateFolder } = await startFor(t);
  const present = readdirSync(stateFolder);
  t.match(await failure(t, { stateFolder, port: Number(new URL(cluster.url).port) }), {
    code: 'PORT_IN_USE',
  });
  t.match(await api.get('/version'), { gitVersion: 'v1.36.2' });
  t.same(readdirSync(stateFolder), present);
});

t.test('a kubeconfig that is not ours to write', async (t) => {
  const stateFolder = freshFolder(t);
  const folder = freshFolder(t);
  const foreign = join(folder, 'config');
  const content =
    'apiVersion: v1\nkind: Config\nclusters: [{name: production, cluster: {server: "https://x"}}]\n';
  writeFileSync(foreign, content);
  t.match(await failure(t, { stateFolder, kubeconfigFile: foreign }), { code: 'KUBECONFIG_NOT_OURS' });
  t.equal(readFileSync(foreign, 'utf8'), content);
  const nowhere = join(folder, 'nosuch', 'config');
  t.match(await failure(t, { stateFolder, kubeconfigFile: nowhere }), { code: 'KUBECONFIG_PATH' });
  const list = `${folder}/a:b`;
  t.match(await failure(t, { stateFolder, kubeconfigFile: list }), { code: 'KUBECONFIG_PATH' });
  t.same(readdirSync(folder), ['config']);

  const mine = join(folder, 'mine');
  const { api } = await startFor(t, { stateFolder, kubeconfigFile: mine });
  const present = readdirSync(stateFolder);
  t.match(await failure(t, { stateFolder, kubeconfigFile: mine }), { code: 'KUBECONFIG_IN_USE' });
  t.match(await api.get('/version'), { gitVersion: 'v1.36.2' });
  t.same(readdirSync(stateFolder), present);
});

t.test('a kubeconfig that cannot be written in the end, when all runs already', async (t) => {
  const stateFolder = freshFolder(t);
  mkdirSync(join(stateFolder, 'cluster-0123456789abcdef'));
  const folder = join(freshFolder(t), 'soon-gone');
  mkdirSync(folder);
  const notices: string[] = [];
  const error = await failure(t, {
    stateFolder,
    kubeconfigFile: join(folder, 'config'),
    // Told of the leftover, which is after the first look and before the end.
    onNotice: (line) => {
      if (!line.startsWith('cleaned up after ')) return;
      notices.push(line);
      rmdirSync(folder);
    },
  });
  t.match(error, {
    code: 'KUBECONFIG_PATH',
    message: 'expected to write the kubeconfig',
    cause: { code: 'ENOENT' },
  });
  t.equal(notices.length, 1);
  t.same(readdirSync(stateFolder), []);
});

t.test('the longest name that a kubeconfig can have', async (t) => {
  const kubeconfigFile = join(freshFolder(t), 'c'.repeat(255));
  const { cluster } = await startFor(t, { kubeconfigFile });
  t.equal(cluster.kubeconfig, kubeconfigFile);
});

t.test('a folder of state that cannot be', async (t) => {
  const file = join(freshFolder(t), 'file');
  writeFileSync(file, 'x');
  for (const stateFolder of [file, join(file, 'below'), '/proc/nosuch']) {
    t.match(await failure(t, { stateFolder }), {
      code: 'STATE_FOLDER',
      message: `expected a folder of state that can be written, got ${stateFolder}`,
    });
  }
  t.equal(readFileSync(file, 'utf8'), 'x');
});

const DROPPED = [
  'setpriv',
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--inh-caps=-all',
  '--bounding-set=-all',
];

t.test(
  'what a user without rights may not',
  { skip: missing('root', 'setpriv', 'a repository that others may read') },
  async (t) => {
    const top = freshFolder(t);
    chmodSync(top, 0o777);
    const closed = join(top, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const attempts: ClusterOptions[] = [
      { port: 1 },
      { network: 'namespace' },
      { stateFolder: closed },
      { kubeconfigFile: join(closed, 'config') },
    ];
    const host = runHost(
      `for (const attempt of ${JSON.stringify(attempts)}) {
      await startCluster({ stateFolder: ${JSON.stringify(join(top, 'state'))}, ...attempt }).then(
        (cluster) => { console.log('started'); return cluster.close(); },
        ({ code, message }) => console.log(code + ' ' + message),
      );
    }`,
      DROPPED,
    );
    const [said, complaints] = [await textOf(host.stdout!), await textOf(host.stderr!)];
    const lines = said.trim().split('\n');
    const port = lines.shift();
    // Some systems let everybody listen anywhere.
    if (Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'latin1')) > 1) {
      t.match(
        port,
        /^LISTEN_FAILED expected to listen for the API on 127\.0\.0\.1:1, got: .*EACCES/,
        complaints,
      );
    }
    t.match(lines, [/^NOT_ROOT /, /^STATE_FOLDER .*EACCES/, /^KUBECONFIG_PATH .*EACCES/]);
    t.same(readdirSync(join(top, 'state')), []);
    t.same(readdirSync(closed), []);
  },
);

t.test('a failed start takes nothing from the next', async (t) => {
  const stateFolder = freshFolder(t);
  await failure(t, { stateFolder, port: -1 });
  const { api } = await startFor(t, { stateFolder, images: IMAGES });
  t.match(await api.get('/version'), { gitVersion: 'v1.36.2' });
});

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
