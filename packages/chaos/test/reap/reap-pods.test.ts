/** A reaper on a local cluster: pods whose containers end are replaced. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import t, { type Test } from 'tap';
import type { Kubernetes } from '../../src/kubernetes/connect.ts';
import type { ReapEvent, ReapReport } from '../../src/reap/reap-events.ts';
import { reapPods, type ReapOptions } from '../../src/reap/reap-pods.ts';
import { clusterFor, createDeployment, deploy, readyPods } from '../testing/local-cluster.ts';
import { until } from '../../../../scripts/testing/until.ts';

/** One ends by itself, the other when a file of its pod's name is there. */
const IMAGES = {
  crasher: { command: ['sh', '-c', 'sleep 0.3; exit 3'] },
  mortal: {
    command: [
      'sh',
      '-c',
      'while [ ! -e "$DOOM/$POD_NAME" ]; do sleep 0.05; done; rm "$DOOM/$POD_NAME"; exit 3',
    ],
  },
};

const TARGETS = { namespaces: ['default'], selector: 'app=web', amount: 'all' } as const;

/** A cluster with some mortals, and what dooms one of them. */
async function mortals(t: Test, count: number) {
  const kube = await clusterFor(t, { images: IMAGES });
  const folder = t.testdir({});
  const env = [
    { name: 'DOOM', value: folder },
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ];
  const pods = await deploy(kube, 'web', count, { image: 'mortal', env });
  return { kube, pods, doom: ({ metadata }: V1Pod) => writeFileSync(join(folder, metadata?.name ?? ''), '') };
}

/** A reaper that runs beside the test, once it watches. */
async function begin(kube: Kubernetes, options: Partial<ReapOptions> = {}) {
  const events: ReapEvent[] = [];
  const abort = new AbortController();
  const onEvent = (event: ReapEvent): void => void events.push(event);
  const report = reapPods(kube, { targets: TARGETS, onEvent, ...options }, abort.signal);
  const said = <K extends ReapEvent['event']>(event: K) =>
    events.filter((each): each is Extract<ReapEvent, { event: K }> => each.event === event);
  const hears = (event: ReapEvent['event'], count = 1): Promise<unknown> =>
    until(`${count} ${event}`, async () => said(event).length >= count);
  const end = async (): Promise<ReapReport> => {
    abort.abort();
    return report;
  };
  report.catch(() => undefined);
  await Promise.race([hears('watching'), report]);
  return { events, report, said, hears, end };
}

t.test('pods that end by themselves are replaced again and again, and none ever waits', async (t) => {
  const kube = await clusterFor(t, { images: IMAGES });
  const reaper = await begin(kube, { max: 8 });
  await createDeployment(kube, 'web', 2, { image: 'crasher' });
  const report = await reaper.report;
  t.match(report, { reason: 'max', dryRun: false, reaped: 8, failures: 0 });
  const { restarted, ended } = report.byCause;
  t.equal(restarted + ended, 8, 'none had time for a second restart, which waits');
  t.equal(new Set(reaper.said('reaped').map(({ pod }) => pod.uid)).size, 8, 'each pod once');
  t.equal(reaper.said('accepted').length, 8, 'and no more than --max');
  t.same(reaper.events.at(-1), { event: 'stopped', report });
});

t.test('one that ends is replaced, the others are let be, and so is what restarted before', async (t) => {
  const { kube, pods, doom } = await mortals(t, 3);
  const [before, now] = pods as [V1Pod, V1Pod];
  const uid = (pod: V1Pod): string => pod.metadata?.uid ?? '';
  doom(before);
  await until('a restart', async () => {
    const pod = (await readyPods(kube, 'web', 3)).find((each) => uid(each) === uid(before));
    return pod?.status?.containerStatuses?.[0]?.restartCount === 1;
  });
  const reaper = await begin(kube);
  t.match(reaper.said('watching'), [{ namespace: 'default', pods: 3, endedBefore: 1 }]);
  doom(now);
  await reaper.hears('reaped');
  t.match(reaper.said('reaped'), [{ pod: { uid: uid(now) }, end: { container: 'main' } }]);
  const after = new Set((await readyPods(kube, 'web', 3)).map(uid));
  t.ok(after.has(uid(before)));
  t.notOk(after.has(uid(now)));
  t.match(await reaper.end(), { reason: 'aborted', reaped: 1, failures: 0 });
});

t.test(
  'who waits in CrashLoopBackOff is reaped at once; what nothing would bring back never is',
  async (t) => {
    const kube = await clusterFor(t, { images: IMAGES });
    const containers = [{ name: 'main', image: 'crasher' }];
    const body = { metadata: { name: 'bare', labels: { app: 'web' } }, spec: { containers } };
    await kube.core.createNamespacedPod({ namespace: 'default', body });
    await kube.apps.createNamespacedDeployment({
      namespace: 'default',
      body: {
        metadata: { name: 'web' },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: 'web' } },
          template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
        },
      },
    });
    await until('both to wait', async () => {
      const { items } = await kube.core.listNamespacedPod({ namespace: 'default' });
      const waiting = items.filter(
        ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff',
      );
      return waiting.length === 2;
    });
    const reaper = await begin(kube, { when: 'back-off', max: 1 });
    t.match(await reaper.report, { reason: 'max', reaped: 1, byCause: { 'back-off': 1 } });
    t.match(reaper.said('let-be'), [{ pod: { name: 'bare' }, why: 'nothing would bring it back' }]);
    const bare = await kube.core.readNamespacedPod({ namespace: 'default', name: 'bare' });
    t.equal(bare.metadata?.deletionTimestamp, undefined);
  },
);

t.test('a dry run tells each end once, within its cap, and touches nobody', async (t) => {
  const { kube, pods, doom } = await mortals(t, 3);
  const reaper = await begin(kube, { dryRun: true, maxPerMinute: 2, untilMs: Date.now() + 8_000 });
  for (const pod of pods) doom(pod);
  await reaper.hears('would-reap', 2);
  await reaper.hears('held-back');
  t.match(reaper.said('held-back'), [{ waiting: 1 }], 'told once');
  t.match(await reaper.report, { reason: 'until', dryRun: true, reaped: 2 });
  t.same(reaper.said('accepted'), []);
  const after = await readyPods(kube, 'web', 3);
  t.same(
    after.map(({ metadata }) => metadata?.uid ?? '').toSorted(),
    pods.map(({ metadata }) => metadata?.uid ?? '').toSorted(),
  );
});

/** The local cluster has neither budgets nor rights: what the API server says of them, as often as `times`. */
function answering(kube: Kubernetes, method: string, times: number, code: number, body: object): Kubernetes {
  let asked = 0;
  const core = kube.core as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>;
  const answer = async (...all: unknown[]): Promise<unknown> => {
    if (asked++ >= times) return core[method]?.(...all);
    throw Object.assign(new Error(`HTTP ${code}`), { code, body: JSON.stringify(body) });
  };
  return { ...kube, core: Object.create(core, { [method]: { value: answer } }) as Kubernetes['core'] };
}

t.test('an eviction that a PodDisruptionBudget refuses is tried again until it is allowed', async (t) => {
  const { kube, pods, doom } = await mortals(t, 2);
  const [doomed] = pods;
  const budget = { kind: 'Status', code: 429, details: { causes: [{ reason: 'DisruptionBudget' }] } };
  const reaper = await begin(answering(kube, 'createNamespacedPodEviction', 1, 429, budget), {
    mode: 'evict',
    max: 1,
  });
  doom(doomed as V1Pod);
  t.match(await reaper.report, { reason: 'max', reaped: 1, failures: 1 });
  t.match(reaper.said('not-reaped'), [
    { code: 'CHAOS_REFUSED', message: /PodDisruptionBudget/, retryInMs: 5_000 },
  ]);
  t.match(reaper.said('accepted'), [{ mode: 'evict', pod: { uid: doomed?.metadata?.uid ?? '' } }]);
});

t.test('a reaper that may not reap ends', async (t) => {
  const { kube, pods, doom } = await mortals(t, 1);
  const reaper = await begin(
    answering(kube, 'deleteNamespacedPod', Infinity, 403, { kind: 'Status', code: 403 }),
  );
  doom(pods[0] as V1Pod);
  await t.rejects(reaper.report, { code: 'CHAOS_FORBIDDEN', message: /delete pod default\/web/ });
});

t.test('what it can not be told', async (t) => {
  const kube = {} as Kubernetes;
  const { signal } = new AbortController();
  for (const [options, message] of [
    [{ maxPerMinute: 0 }, 'maxPerMinute expects a whole number from 1 to 6000, got 0'],
    [{ max: 1.5 }, 'max expects a whole number from 1, got 1.5'],
    [{ gracePeriodSeconds: -1 }, 'gracePeriodSeconds expects a whole number from 0, got -1'],
    [{ targets: { ...TARGETS, selector: 'a in' } }, /selector/],
  ] as const) {
    await t.rejects(reapPods(kube, { targets: TARGETS, ...options }, signal), {
      code: 'CHAOS_USAGE',
      message,
    });
  }
});
