import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { processIdentity } from '../../src/host/state/identity.ts';
import {
  clientOf,
  deployment,
  DEPLOYMENTS,
  freshFolder,
  LISTENS,
  pod,
  PODS,
  processesOf,
  service,
  SERVICES,
  startFor,
  startHost,
  talk,
  until,
  untilReady,
} from './support.ts';

t.test(
  'kill -9 of a cluster: the next start ends what was left, and says so',
  { skip: missing('Linux', '127.0.0.0/8') },
  async (t) => {
    const stateFolder = freshFolder(t);
    const host = await startHost(t, { stateFolder, network: 'loopback' });
    const api = clientOf(host.kubeconfig);
    await api.create(PODS, pod('deaf', 'deaf', { terminationGracePeriodSeconds: 600 }));
    await api.create(DEPLOYMENTS, deployment('named', 'named', 3, LISTENS));
    await api.create(SERVICES, service('named', 8000));
    await untilReady(api, 4);
    // One is on its way out, with a grace that would last for ten minutes.
    await api.delete(`${PODS}/deaf`);
    await api.close();

    // The same names, the same commands: none of it is the cluster's.
    const strangers = [
      spawn('sleep', ['120'], { stdio: 'ignore', detached: true }),
      spawn('sleep', ['120'], {
        stdio: 'ignore',
        env: { ...process.env, POD_CONTAGION_CLUSTER: `${host.id}0` },
      }),
      spawn('sleep', ['120'], {
        stdio: 'ignore',
        env: { ...process.env, NOT_POD_CONTAGION_CLUSTER: host.id },
      }),
    ];
    t.teardown(() => strangers.forEach((stranger) => stranger.kill('SIGKILL')));
    const folder = dirname(host.kubeconfig);
    const stranger = strangers[0]?.pid ?? 0;
    const identity = (processIdentity(stranger) ?? '').replace(/\d$/, (digit) =>
      String((Number(digit) + 1) % 10),
    );
    const reused = { pid: stranger, pgid: stranger, identity, cluster: host.id };
    writeFileSync(join(folder, 'processes', `${stranger}.json`), JSON.stringify(reused));

    host.child.kill('SIGKILL');
    t.equal(await host.ended, 'SIGKILL');
    const left = processesOf(host.id);
    t.ok(left.length >= 6, `${left.length} processes outlive it`);
    t.same(readdirSync(stateFolder), [basename(folder)]);

    const { notices, api: nextApi, cluster } = await startFor(t, { stateFolder, network: 'loopback' });
    t.same(processesOf(host.id), []);
    t.same(
      left.filter((pid) => processIdentity(pid) !== undefined),
      [],
    );
    t.match(notices, [/^cleaned up after a local cluster that was killed: ended [4-9] of its processes$/]);
    t.equal(notices.length, 1);
    t.same(readdirSync(stateFolder), [basename(dirname(cluster.kubeconfig))], 'only the new one is there');
    for (const { pid, exitCode, signalCode } of strangers) {
      t.ok(
        exitCode === null && signalCode === null && processIdentity(pid ?? 0) !== undefined,
        'a stranger lives',
      );
    }
    await nextApi.create(DEPLOYMENTS, deployment('named', 'named', 3, LISTENS));
    const [first] = await untilReady(nextApi, 3);
    t.equal(await talk(first.status.podIP, 8080), first.metadata.name);
  },
);

t.test('killed before its first pod, killed twice, and the folder of a program that lives', async (t) => {
  const stateFolder = freshFolder(t);
  const first = await startHost(t, { stateFolder });
  const second = await startHost(t, { stateFolder });
  first.child.kill('SIGKILL');
  await first.ended;
  const third = await startFor(t, { stateFolder });
  t.match(third.notices, [/: ended 0 of its processes$/]);
  t.same(
    readdirSync(stateFolder).toSorted(),
    [second.kubeconfig, third.cluster.kubeconfig].map((file) => basename(dirname(file))).toSorted(),
    'the one that lives is left alone',
  );
  const api = clientOf(second.kubeconfig);
  t.match(await api.get('/version'), { major: '1' });
  await api.close();
  second.child.kill('SIGKILL');
  await second.ended;
  const fourth = await startFor(t, { stateFolder });
  t.equal(fourth.notices.length, 1);
  await third.cluster.close();
  await fourth.cluster.close();
  t.same(readdirSync(stateFolder), []);
});

t.test('a chosen kubeconfig of a killed cluster is taken over', async (t) => {
  const stateFolder = freshFolder(t);
  const kubeconfigFile = join(freshFolder(t), 'config');
  const host = await startHost(t, { stateFolder, kubeconfigFile });
  t.equal(host.kubeconfig, kubeconfigFile);
  host.child.kill('SIGKILL');
  await host.ended;
  const before = readFileSync(kubeconfigFile, 'utf8');
  const { api, cluster } = await startFor(t, { stateFolder, kubeconfigFile });
  t.not(readFileSync(kubeconfigFile, 'utf8'), before);
  t.match(await api.get('/version'), { major: '1' });
  await cluster.close();
  t.same(readdirSync(dirname(kubeconfigFile)), []);
});

t.test(
  'what a killed cluster left is not in the way of one that cannot know of it',
  { skip: missing('127.0.0.0/8') },
  async (t) => {
    const host = await startHost(t, { stateFolder: freshFolder(t), network: 'loopback' });
    const api = clientOf(host.kubeconfig);
    await api.create(DEPLOYMENTS, deployment('named', 'named', 2, LISTENS));
    const left = await untilReady(api, 2);
    await api.close();
    host.child.kill('SIGKILL');
    await host.ended;

    const { api: other, notices } = await startFor(t, { network: 'loopback' });
    await other.create(DEPLOYMENTS, deployment('named', 'named', 2, LISTENS));
    const pods = await untilReady(other, 2);
    t.same(notices, [], 'another state folder');
    for (const { metadata, status } of [...left, ...pods]) {
      t.equal(await talk(status.podIP, 8080), metadata.name, `${status.podIP} is the pod's alone`);
      t.equal(status.containerStatuses[0].restartCount, 0);
    }
  },
);

t.test(
  'what cannot be cleaned up is told of, and left for the next start',
  { skip: missing('ip') },
  async (t) => {
    const stateFolder = freshFolder(t);
    const orphan = join(stateFolder, 'cluster-0123456789abcdef');
    mkdirSync(orphan);
    writeFileSync(join(orphan, 'network.json'), '{"token":305419896}');
    const { PATH } = process.env;
    process.env['PATH'] = '/nosuch';
    const first = await startFor(t, { stateFolder }).finally(() => {
      process.env['PATH'] = PATH;
    });
    t.match(first.notices, [
      /^could not clean up after a local cluster that was killed \(.*cluster-0123456789abcdef-taken-by-.*\): .*iproute2/,
    ]);
    t.match(await first.api.get('/version'), { major: '1' });
    await first.cluster.close();
    t.equal(readdirSync(stateFolder).length, 1);
    const second = await startFor(t, { stateFolder });
    t.match(second.notices, [/^cleaned up .*: ended 0 of its processes and its network$/]);
    await second.cluster.close();
    t.same(readdirSync(stateFolder), []);
  },
);

t.test(
  'a cluster that is stopped for a while is not taken for dead',
  { skip: missing('Linux') },
  async (t) => {
    const stateFolder = freshFolder(t);
    const host = await startHost(t, { stateFolder });
    const api = clientOf(host.kubeconfig);
    await api.create(PODS, pod('sleeper', 'sleeper'));
    await untilReady(api, 1);
    host.child.kill('SIGSTOP');
    await until('it to be stopped', () =>
      /^State:\s+T/m.test(readFileSync(`/proc/${host.child.pid}/status`, 'latin1')),
    );
    const { notices } = await startFor(t, { stateFolder });
    t.same(notices, []);
    t.equal(processesOf(host.id).length, 1);
    host.child.kill('SIGCONT');
    t.match(await api.get(`${PODS}/sleeper`), { status: { phase: 'Running' } });
    await api.close();
    t.equal(spawnSync('kill', ['-0', String(host.child.pid)]).status, 0);
  },
);
