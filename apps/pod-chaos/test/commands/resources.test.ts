/** Faults of resources from the command line, by real agents on a local cluster, where containers are plain processes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { jsonLines, run, start, type Ended, type Running } from '../testing/command-line.ts';

t.test('burn and fill', { skip: missing('Linux') }, async (t) => {
  const cluster = await startTestCluster(t);
  const limits = { memory: '1Gi', cpu: '500m' };
  await cluster.deploy('web', 1, 'sleeper', { resources: { limits } });
  await cluster.deploy('bare', 1);
  await cluster.kube.core.createNamespacedPod({
    namespace: 'default',
    body: {
      metadata: { name: 'store', labels: { app: 'store' } },
      spec: {
        containers: [
          { name: 'main', image: 'sleeper', volumeMounts: [{ name: 'data', mountPath: '/data' }] },
        ],
        volumes: [{ name: 'data', emptyDir: { sizeLimit: '64Mi' } }],
      },
    },
  });
  await cluster.until(
    'the store to run',
    async () => (await cluster.pods('store'))[0]?.status.phase === 'Running',
  );
  const chaos = (...argv: string[]): Promise<Ended> => run(argv, cluster.kubeconfig);
  const begin = (...argv: string[]): Running => start(argv, cluster.kubeconfig);
  const nameOf = async (app: string): Promise<string> => (await cluster.pods(app))[0]?.metadata.name ?? '';
  const web = await nameOf('web');
  const bare = await nameOf('bare');
  const active = async (): Promise<readonly object[]> =>
    jsonLines((await chaos('status', '--json')).out).filter(({ event }) => event === 'active');
  const filesOfFaults = (): readonly string[] =>
    readdirSync(cluster.stateFolder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.includes('.pod-chaos-fill-'),
    );

  await t.test('burn ends by itself, and tells what was asked and reached', async (t) => {
    const { code, out } = await chaos('burn', '-p', web, '--load', '10', '--duration', '2s', '--json');
    const report = jsonLines(out).find(({ event }) => event === 'report');
    t.match(report, {
      fault: 'burn 10 % of 1 core',
      targets: [{ mended: true, agent: { reason: 'deadline', effect: { level: { asked: 10 } } } }],
    });
    // On a machine that is busy with other things it is a miss, and says so.
    t.equal(code, report?.['verdict'] === 'held' ? 0 : 1);
  });

  await t.test('fill holds bytes, and gives them back', async (t) => {
    const { code, out } = await chaos('fill', '-p', web, '--memory', '64Mi', '--duration', '4s');
    t.equal(code, 0, out);
    t.match(out, `default/${web}: hit, 64 MiB of 64 MiB; mended`);
    t.same(await active(), []);
  });

  await t.test('a share of the limit that the pod has by its spec', async (t) => {
    const command = begin('fill', '-p', web, '--memory', '12%', '--duration', '10m', '--json');
    await command.said(/"effect"/);
    t.match(await active(), [{ pod: { name: web }, fault: "fill memory to 12 % of the pod's limit" }]);
    command.child.kill('SIGINT');
    const { code, out } = await command.ended;
    t.equal(code, 130);
    t.match(jsonLines(out).at(-2), {
      event: 'report',
      interrupted: true,
      targets: [{ outcome: 'hit', mended: true, agent: { effect: { level: { asked: 12 } } } }],
    });
  });

  await t.test('what can not be is said beforehand, and touches nothing', async (t) => {
    const dry = await chaos('fill', '-p', bare, '--memory', '50%', '--dry-run');
    t.match(dry, { code: 1, out: /expected pod default\/bare\S+ to have a limit of memory, got none/ });
    const wrong = await chaos('fill', '-p', 'store', '--disk', '1Mi', '--volume', 'other');
    t.match(wrong, { code: 2, out: /expected a volume of pod default\/store \(data\), got "other"/ });
    const large = await chaos('fill', '-p', 'store', '--disk', '1Gi', '--volume', 'data', '--duration', '5s');
    t.match(large, { code: 4, out: /CHAOS_REFUSED.*(?:beyond which the kubelet evicts|are free in)/ });
    t.same(filesOfFaults(), []);
  });

  await t.test('a disk is filled by a file; kill -9 of the client leaves it to the agent', async (t) => {
    const command = begin(
      'fill',
      '-p',
      'store',
      '--disk',
      '24Mi',
      '--volume',
      'data',
      '--duration',
      '10m',
      '--json',
    );
    await command.said(/"applied"/);
    command.child.kill('SIGKILL');
    await command.ended;
    t.equal(filesOfFaults().length, 1);
    const again = await chaos('fill', '-p', 'store', '--disk', '1Mi', '--volume', 'data');
    t.match(again, { code: 4, out: /CHAOS_CONFLICT/ });
    const cleanup = await chaos('cleanup');
    t.match(cleanup, { code: 0, out: /default\/store: proven mended/ });
    t.same(filesOfFaults(), []);
  });

  await t.test('kill -9 of the agent: its file is found and removed', async (t) => {
    const command = begin(
      'fill',
      '-p',
      'store',
      '--disk',
      '24Mi',
      '--volume',
      'data',
      '--duration',
      '10m',
      '--json',
    );
    await command.said(/"applied"/);
    const path = filesOfFaults()[0] ?? '';
    await killAgent(path.slice(-8));
    const { code, out } = await command.ended;
    t.equal(code, 1);
    t.match(jsonLines(out).at(-2), {
      event: 'report',
      targets: [{ mended: true, end: 'mended', agent: { outcome: 'mended' } }],
    });
    t.same(filesOfFaults(), []);
  });

  await t.test('preflight says what holds here, and what does not', async (t) => {
    const { code, out } = await chaos(
      'preflight',
      '--fault',
      'burn',
      '--fault',
      'fill',
      '--all',
      '--max-percent=100',
      '--allow-last-ready',
    );
    t.equal(code, 0, out);
    t.match(out, /^burn: yes$/m);
    t.match(out, /warn +resource-limits +this is a local cluster, whose containers are plain processes/);
    t.match(out, /1 of 3 pods has a CPU limit \(0\.5\)/);
    t.match(out, /2 of 3 pods have no memory limit/);
  });

  /** Kills the process that has this run in its order. */
  async function killAgent(runId: string): Promise<void> {
    const { readFile } = await import('node:fs/promises');
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const environ = await readFile(join('/proc', pid, 'environ'), 'utf8').catch(() => '');
      if (environ.includes('POD_CHAOS_SPEC=') && environ.includes(`"run":"${runId}"`)) {
        process.kill(Number(pid), 'SIGKILL');
      }
    }
  }
});
