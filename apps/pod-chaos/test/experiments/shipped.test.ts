/** The experiments that come with the toolkit: each is read, and run on one local cluster with the rights that the page says. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1Deployment } from '@kubernetes/client-node';
import t, { type Test } from 'tap';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/files.ts';
import { NO_KUBECTL } from '../../../../scripts/testing/kubectl.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { run, start, type Ended } from '../testing/command-line.ts';
import { fenceFor } from '../testing/fence.ts';
import { NO_NETWORK, rulesAt } from '../testing/network.ts';

const FILES = globSync('experiments/*.yaml', { cwd: ROOT });

t.test('each can be run, and asks a question', async (t) => {
  t.ok(FILES.length >= 5, `${FILES.length} files`);
  const page = readFileSync(`${ROOT}docs/chaos/experiments.md`, 'utf8');
  for (const file of FILES) {
    const { code, err } = await run(['validate', ROOT + file]);
    t.equal(code, 0, `${file}: ${err}`);
    const { title } = parse(readFileSync(ROOT + file, 'utf8')) as { title: string };
    t.match(title, /\?$/, file);
    t.match(page, file, 'its result stands on the page');
  }
});

/** Which Roles each takes, and no further right. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  'kill-one': ['ask', 'kill-delete', 'follow'],
  'kill-half': ['ask', 'kill-delete'],
  'slow-250ms': ['ask', 'network'],
  'slow-requests': ['ask', 'network'],
  'contagion-cut-off': ['ask', 'network', 'follow'],
  'contagion-half-killed': ['ask', 'kill-delete'],
  'contagion-readiness-gate': ['ask', 'experiments/gated/role.yaml'],
  'flush-iptables': ['flush', 'follow'],
};

/** What an experiment can do without, so that it goes on where it is refused. */
const USEFUL = new Set([
  'create /events',
  'list apps/replicasets',
  'list /events',
  'get /pods/log',
  // Which nodes' kernels have netem is not known then.
  'create /pods',
]);

const files = (name: string): readonly string[] =>
  (ROLES[name] ?? []).map((role) =>
    role.endsWith('.yaml') ? role : `kubernetes/chaos/roles/${role}/role.yaml`,
  );

t.test('the page says which Roles each takes', async (t) => {
  const page = readFileSync(`${ROOT}docs/chaos/experiments.md`, 'utf8');
  t.same(Object.keys(ROLES).toSorted(), FILES.map((file) => file.replace(/^.*\/|\.yaml$/g, '')).toSorted());
  for (const [name, roles] of Object.entries(ROLES)) {
    const row = `\`${name}\`|${roles.map((role) => `\`${role}\``).join(',')}|`;
    t.ok(page.replaceAll(' ', '').includes(row), `${name}: ${row}`);
  }
});

type Journal = Readonly<{
  status: string;
  deviated: boolean;
  run: readonly Readonly<{ status: string }>[];
  'pod-chaos': Readonly<{ verdict: string; why: string; hits: readonly Readonly<{ pods: object[] }>[] }>;
}>;

t.test('on a cluster of four podders', { timeout: 600_000 }, async (t) => {
  const cluster = await startTestCluster(t, NO_NETWORK === false ? { network: 'namespace' } : {});
  const { kube, kubeconfig, pods, until } = cluster;
  const fence = await fenceFor(t, cluster);
  const folder = mkdtempSync(join(tmpdir(), 'pod-chaos-shipped-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const journalFile = join(folder, 'journal.json');
  const journal = (): Journal => JSON.parse(readFileSync(journalFile, 'utf8')) as Journal;
  const argv = (name: string, ...vars: string[]): readonly string[] => {
    fence.give(...files(name));
    const more = vars.flatMap((each) => ['--var', each]);
    return ['run', `${ROOT}experiments/${name}.yaml`, '--journal', journalFile, ...more];
  };
  /** Runs one with its rights; it may hold or not, which is what it asks. */
  const runOne = async (test: Test, name: string, ...vars: string[]): Promise<Ended> => {
    const ended = await run(argv(name, ...vars), fence.kubeconfig);
    const missing = fence.refused().filter((right) => !USEFUL.has(right));
    test.same(missing, [], `${name} needs no further right`);
    return ended;
  };
  const namesOf = async (): Promise<readonly string[]> =>
    (await pods('podder')).map(({ metadata }) => metadata.name).toSorted();
  const isReady = async (): Promise<boolean> => {
    const all = await pods('podder');
    const ready = all.filter(({ status }) => status.containerStatuses?.[0]?.ready === true);
    return all.length === 4 && ready.length === 4;
  };

  await t.test('a flush is refused before anything is touched', async (t) => {
    const flush = ['--var', 'node=local', '--var', 'url=http://127.0.0.1:9/'];
    const own = [...argv('flush-iptables'), ...flush];
    const why =
      /every connection to a Service from node local may fail.*--yes-this-node says that this is meant/;
    t.match(await run(own, kubeconfig), { code: 4, out: /^refused: flush-nat: /m, err: why });
    t.match(journal(), { status: 'failed', run: [], rollbacks: [], steady_states: { before: null } });
    const meant = [...own, '--var', 'consent:bool=true'];
    const local =
      /node local is a local cluster's: .* so that there is nothing to flush; nothing was touched/;
    t.match(await run(meant, kubeconfig), {
      code: 4,
      err: /not begun: flush-nat: node local is/,
      out: local,
    });
    t.match(await run([...meant, '--rollback-strategy', 'always', '--dry-run'], kubeconfig), {
      code: 1,
      out: /would be refused: CHAOS_NO_KUBE_PROXY: node local is a local cluster's/,
    });
    const { items } = await kube.core.listPodForAllNamespaces();
    t.same(items, []);
  });

  const read = (path: string): object => parse(readFileSync(`${ROOT}kubernetes/${path}`, 'utf8')) as object;
  const namespace = 'default';
  const deployment = read('deployments/generic.yaml') as V1Deployment;
  const { spec } = deployment;
  const podSpec = spec?.template.spec;
  const podder = podSpec?.containers[0];
  if (spec === undefined || podSpec === undefined || podder === undefined)
    throw new Error('expected a podder');
  spec.replicas = 4;
  // Ill after a second.
  const delay = podder.env?.find(({ name }) => name === 'PODDER_SYMPTOM_DELAY_MS');
  if (delay !== undefined) delay.value = '1000';
  await kube.core.createNamespacedService({ namespace, body: read('services/podder.yaml') });
  await kube.apps.createNamespacedDeployment({ namespace, body: deployment });
  await until('four podders', isReady);

  await t.test('kill-one', async (t) => {
    const before = await namesOf();
    const { code, err } = await runOne(t, 'kill-one', 'rest:int=0');
    t.match(code, /^[03]$/, err);
    t.match(journal(), {
      status: 'completed',
      deviated: code === 3,
      'pod-chaos': { hits: [{ verdict: 'held', pods: [{}] }] },
    });
    await until('four podders', isReady);
    t.equal((await namesOf()).filter((name) => before.includes(name)).length, 3);
  });

  await t.test('kill-half', async (t) => {
    const before = await namesOf();
    const { code, err } = await runOne(t, 'kill-half', 'begin:int=0', 'rest:int=0');
    t.match(code, /^[03]$/, err);
    t.match(journal()['pod-chaos'].hits, [{ verdict: 'held', pods: [{}, {}] }]);
    await until('four podders', isReady);
    t.equal((await namesOf()).filter((name) => before.includes(name)).length, 2);
  });

  await t.test('slow-requests', { skip: NO_NETWORK }, async (t) => {
    const { code, err } = await runOne(t, 'slow-requests', 'duration=3s', 'limit=20s');
    t.match(code, /^[03]$/, err);
    t.match(journal()['pod-chaos'].hits, [{ pods: [{ outcome: 'hit' }, { outcome: 'hit' }] }]);
  });

  await t.test('slow-250ms, or why not', { skip: NO_NETWORK }, async (t) => {
    // Probes that were late may have restarted somebody.
    await until('four podders', isReady);
    const before = await namesOf();
    const { code, err } = await runOne(t, 'slow-250ms', 'duration=3s', 'limit=20s');
    t.match(code, /^[013]$/, err);
    const [slow] = journal().run;
    if (slow?.status === 'succeeded') return;
    t.match(slow, { status: 'failed', exception: [/sch_netem/] }, err);
    t.same(await namesOf(), before);
  });

  await t.test('contagion-half-killed', async (t) => {
    await until('four podders', isReady);
    const before = await namesOf();
    const { code, err } = await runOne(t, 'contagion-half-killed', 'spread:int=2', 'rest:int=1', 'watch=1s');
    t.match(code, /^[03]$/, err);
    t.match(journal(), {
      status: 'completed',
      deviated: code === 3,
      'pod-chaos': { hits: [{ pods: [{}, {}] }] },
    });
    await until('four podders', isReady);
    t.equal((await namesOf()).filter((name) => before.includes(name)).length, 2);
  });

  await t.test(
    'contagion-cut-off: what goes on is ended with it, by a signal too',
    { skip: NO_NETWORK },
    async (t) => {
      const words = argv('contagion-cut-off', 'spread:int=0', 'cut:int=1000', 'percent:int=50');
      const running = start(words, fence.kubeconfig);
      await running.said(/waiting .* after cut-off/);
      const rules = async (): Promise<number> => {
        const all = await Promise.all(
          (await pods('podder')).map(({ status }) => rulesAt(status.podIP ?? '')),
        );
        return all.filter((lines) => lines.length > 0).length;
      };
      t.equal(await rules(), 2, 'half of four are cut off');
      running.child.kill('SIGTERM');
      const { code, err } = await running.ended;
      t.equal(code, 143, err);
      t.equal(await rules(), 0, 'and nothing of it is left');
      t.match(journal(), {
        status: 'interrupted',
        'pod-chaos': { verdict: 'interrupted', undone: [{ ended: true }], hits: [{ pods: [{}, {}] }] },
      });
      t.same(
        fence.refused().filter((right) => !USEFUL.has(right)),
        [],
      );
    },
  );

  await t.test('contagion-readiness-gate', { skip: NO_KUBECTL }, async (t) => {
    await kube.apps.deleteNamespacedDeployment({ namespace, name: 'generic' });
    podSpec.readinessGates = [{ conditionType: 'pod-contagion/let-in' }];
    await until('nobody', async () => (await pods('podder')).length === 0);
    await kube.apps.createNamespacedDeployment({ namespace, body: deployment });
    await until('four podders', isReady);
    const short = ['opened:int=0', 'spread:int=0', 'closed:int=4', 'watch=1s'];
    const { code, err } = await runOne(t, 'contagion-readiness-gate', ...short);
    t.match(code, /^[03]$/, err);
    t.match(journal(), {
      status: 'completed',
      run: ['open-the-gate', 'infect-one', 'infected-now', 'close-the-gate'].map((name) => ({
        activity: { name },
        status: 'succeeded',
        output: name.includes('gate')
          ? { status: 0 }
          : [{ status: 200 }, {}, {}, {}].slice(0, name === 'infect-one' ? 1 : 4),
      })),
    });
  });
});
