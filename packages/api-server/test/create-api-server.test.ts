import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppsV1Api, CoreV1Api, KubeConfig, Watch } from '@kubernetes/client-node';
import t, { type Test } from 'tap';
import { missing } from '../../../scripts/testing/needs.ts';
import { PATIENCE_MS, until } from '../../../scripts/testing/until.ts';
import {
  API_SERVER_ERROR_CODES,
  createApiServer,
  type ApiServer,
  type ApiServerOptions,
} from '../src/index.ts';

const namespace = 'default';

async function serve(
  t: Test,
  options?: ApiServerOptions,
): Promise<{ server: ApiServer; config: KubeConfig }> {
  const server = await createApiServer(options);
  t.teardown(server.close);
  const config = new KubeConfig();
  config.loadFromString(server.kubeconfig);
  return { server, config };
}

const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: 'main', image: 'x' }] } });

/** A pod that says of itself, as a kubelet would, that its container runs. */
async function runPod(core: CoreV1Api): Promise<void> {
  const body = { ...pod('p'), spec: { ...pod('p').spec, nodeName: 'n' } };
  const made = await core.createNamespacedPod({ namespace, body });
  const running = { name: 'main', image: 'x', imageID: 'x', ready: true, restartCount: 0 };
  const state = { running: { startedAt: new Date() } };
  const status = { phase: 'Running', containerStatuses: [{ ...running, state }] };
  await core.replaceNamespacedPodStatus({ namespace, name: 'p', body: Object.assign(made, { status }) });
}

t.test('kubectl speaks with it', { skip: missing('kubectl') }, async (t) => {
  const { server } = await serve(t);
  const folder = t.testdir({ kubeconfig: server.kubeconfig });
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const options = {
      timeout: PATIENCE_MS,
      env: { ...process.env, KUBECONFIG: path.join(folder, 'kubeconfig') },
    };
    return (await promisify(execFile)('kubectl', args, options)).stdout;
  };
  t.equal(
    await kubectl('create', 'deployment', 'web', '--image=web', '--replicas=3'),
    'deployment.apps/web created\n',
  );
  t.match(await kubectl('get', 'deployments'), /^NAME .*\nweb +0\/3 +0 +0 +\d+s\n$/);
  t.equal(await kubectl('get', 'replicasets,pods', '-o', 'name'), '', 'nothing acts on it');
  t.equal(await kubectl('scale', 'deployment', 'web', '--replicas=1'), 'deployment.apps/web scaled\n');
  t.match(
    await kubectl('get', 'namespaces', '-o', 'name'),
    /namespace\/default\n.*namespace\/kube-system\n/s,
  );
  t.equal(await kubectl('expose', 'deployment', 'web', '--port=80'), 'service/web exposed\n');
  t.match(await kubectl('get', 'service', 'web', '-o', 'jsonpath={.spec.clusterIP}'), /^10\.96\.0\.\d+$/);
  await t.rejects(kubectl('create', 'deployment', 'Web', '--image=web'), /Invalid value: "Web"/);
});

t.test('a program watches what it and others write', async (t) => {
  const { config } = await serve(t);
  const core = config.makeApiClient(CoreV1Api);
  const seen: string[] = [];
  const watch = await new Watch(config).watch(
    `/api/v1/namespaces/${namespace}/pods`,
    {},
    (type, object: { metadata: { name: string }; status: { phase: string } }) =>
      seen.push(`${type} ${object.metadata.name} ${object.status.phase}`),
    () => {},
  );
  t.teardown(() => watch.abort());
  await core.createNamespacedPod({ namespace, body: pod('p') });
  const body = await core.readNamespacedPod({ namespace, name: 'p' });
  Object.assign(body.status ?? {}, { phase: 'Running' });
  await core.replaceNamespacedPodStatus({ namespace, name: 'p', body });
  await core.deleteNamespacedPod({ namespace, name: 'p', gracePeriodSeconds: 0 });
  await until('the deletion', () => seen.some((each) => each.startsWith('DELETED')));
  t.same(seen, ['ADDED p Pending', 'MODIFIED p Running', 'DELETED p Running']);
});

t.test('two know nothing of each other, and one that is closed is gone', async (t) => {
  const [one, other] = await Promise.all([serve(t), serve(t)]);
  const apps = (config: KubeConfig) => config.makeApiClient(AppsV1Api);
  await one.config.makeApiClient(CoreV1Api).createNamespacedPod({ namespace, body: pod('p') });
  const { items } = await other.config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace });
  t.same(items, []);
  t.not(one.server.token, other.server.token);
  await one.server.close();
  await one.server.close();
  await t.rejects(apps(one.config).listNamespacedDeployment({ namespace }), /fetch failed|ECONNREFUSED/);
  t.same((await apps(other.config).listNamespacedDeployment({ namespace })).items, []);
});

t.test('containers are those of whoever runs some', async (t) => {
  const asked: string[] = [];
  const { config } = await serve(t, {
    containers: {
      find: () => undefined,
      openLog: async (uid, container, { tailLines }) => {
        asked.push(`${container} ${tailLines}`);
        return uid === ''
          ? undefined
          : (async function* () {
              yield Buffer.from('a line\n');
            })();
      },
    },
  });
  const core = config.makeApiClient(CoreV1Api);
  await runPod(core);
  t.equal(await core.readNamespacedPodLog({ namespace, name: 'p', tailLines: 3 }), 'a line\n');
  t.same(asked, ['main 3']);
  const { config: empty } = await serve(t);
  const nobody = empty.makeApiClient(CoreV1Api);
  await runPod(nobody);
  await t.rejects(nobody.readNamespacedPodLog({ namespace, name: 'p' }), { code: 400 });
});

t.test('a port that is taken, and options that cannot be meant', async (t) => {
  const holder = createServer().listen(0, '127.0.0.1');
  t.teardown(() => holder.close());
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  await t.rejects(createApiServer({ port }), {
    code: 'API_PORT_IN_USE',
    message: `expected a port for the API server that is free, got 127.0.0.1:${port}, where another process listens; 0 means any that is free`,
  });
  for (const wrong of [-1, 65_536, 1.5, Number.NaN, '80' as unknown as number]) {
    await t.rejects(createApiServer({ port: wrong }), {
      code: 'API_OPTION',
      message: /^option port expected/,
    });
  }
  const start = '/proc/sys/net/ipv4/ip_unprivileged_port_start';
  const isFree = existsSync(start) && Number(readFileSync(start, 'latin1')) <= 1;
  t.test(
    'a port that only root may have',
    { skip: isFree && 'here everybody may have any port' },
    async (t) => {
      const isRoot = process.getuid?.() === 0;
      if (isRoot) process.seteuid?.(65_534);
      try {
        await t.rejects(createApiServer({ port: 1 }), {
          code: 'API_LISTEN_FAILED',
          message: /^expected to listen for the API on 127\.0\.0\.1:1, got: .*EACCES/,
        });
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
    },
  );
});

t.test('every code is in the reference, with what it means', async (t) => {
  const reference = readFileSync(new URL('../../../docs/reference.md', import.meta.url), 'utf8');
  for (const [code, meaning] of Object.entries(API_SERVER_ERROR_CODES)) {
    const row = reference.split('\n').find((line) => line.startsWith(`| \`${code}\` `)) ?? '';
    t.ok(row.includes(meaning), `${code}: ${meaning}`);
  }
});
