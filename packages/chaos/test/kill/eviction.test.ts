import t from 'tap';
import type { KillEvent } from '../../src/kill/kill-events.ts';
import { killPods, type KillPodsOptions } from '../../src/kill/kill-pods.ts';
import type { Target } from '../../src/targets/target.ts';
import { scriptedApi, statusBody, type Script } from '../testing/scripted-api.ts';

const NEVER = new AbortController().signal;
const TARGET = { namespace: 'shop', name: 'web', uid: 'uid-1', node: 'n' } as Target;
const EVICTION = '/api/v1/namespaces/shop/pods/web/eviction';

/** What Kubernetes 1.20 and 1.36 list at /api/v1 for evictions. */
const resources = (version: string): object => ({
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [
    { name: 'pods', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] },
    {
      name: 'pods/eviction',
      singularName: '',
      namespaced: true,
      group: 'policy',
      version,
      kind: 'Eviction',
      verbs: ['create'],
    },
  ],
});

/** What Kubernetes answers where a budget is against it. */
const BUDGET = statusBody(429, "Cannot evict pod as it would violate the pod's disruption budget.", {
  reason: 'TooManyRequests',
  details: {
    causes: [
      {
        reason: 'DisruptionBudget',
        message: 'The disruption budget web needs 3 healthy pods and has 3 currently',
      },
    ],
  },
});

const answering =
  (version: string, eviction: () => ReturnType<Script>): Script =>
  ({ path }) => {
    if (path === '/api/v1/' || path === '/api/v1') return { body: resources(version) };
    return path === EVICTION ? eviction() : undefined;
  };

t.test('the Eviction is of the version that the API server takes', async (t) => {
  for (const version of ['v1', 'v1beta1']) {
    const { kube, asked } = await scriptedApi(
      t,
      answering(version, () => ({
        status: 201,
        body: { kind: 'Status', apiVersion: 'v1', status: 'Success' },
      })),
    );
    const options: KillPodsOptions = { mode: 'evict', gracePeriodSeconds: 3 };
    t.match(await killPods(kube, [TARGET], options, NEVER), { verdict: 'held' });
    t.strictSame(
      asked.filter(({ path }) => path === EVICTION).map(({ method, body }) => ({ method, body })),
      [
        {
          method: 'POST',
          body: {
            apiVersion: `policy/${version}`,
            kind: 'Eviction',
            metadata: { name: 'web', namespace: 'shop' },
            deleteOptions: { gracePeriodSeconds: 3, preconditions: { uid: 'uid-1' } },
          },
        },
      ],
    );
  }
});

t.test("a refusal by a PodDisruptionBudget is told in the API's words, and not tried again", async (t) => {
  const { kube, asked } = await scriptedApi(
    t,
    answering('v1', () => ({ status: 429, body: BUDGET })),
  );
  const events: KillEvent[] = [];
  const report = await killPods(
    kube,
    [TARGET],
    { mode: 'evict', onEvent: (event) => events.push(event) },
    NEVER,
  );
  t.match(report, { verdict: 'failed' });
  t.match(report.targets, [
    {
      outcome: 'failed',
      hits: 0,
      error: {
        code: 'CHAOS_REFUSED',
        message:
          "a PodDisruptionBudget forbids to evict pod shop/web: Cannot evict pod as it would violate the pod's disruption budget.",
      },
    },
  ]);
  t.equal(asked.filter(({ path }) => path === EVICTION).length, 1);
  t.match(events[0], { event: 'refused', retryInMs: undefined });
});

t.test('with the option it is tried again', async (t) => {
  let times = 0;
  const { kube } = await scriptedApi(
    t,
    answering('v1', () =>
      ++times < 2 ? { status: 429, body: BUDGET } : { status: 201, body: { kind: 'Status' } },
    ),
  );
  const events: KillEvent[] = [];
  const options: KillPodsOptions = {
    mode: 'evict',
    retryRefused: true,
    onEvent: (event) => events.push(event),
  };
  t.match(await killPods(kube, [TARGET], options, NEVER), { verdict: 'held' });
  t.match(events[0], { event: 'refused', retryInMs: 5_000 });
  t.equal(times, 2);
});

t.test('a 429 of a busy API server and other refusals are no PodDisruptionBudget', async (t) => {
  const busy = await scriptedApi(
    t,
    answering('v1', () => ({ status: 429, body: 'Too many requests, please try again later.\n' })),
  );
  t.match((await killPods(busy.kube, [TARGET], { mode: 'evict' }, NEVER)).targets, [
    { outcome: 'failed', error: { code: 'CHAOS_API', message: /Too many requests, please try again later/ } },
  ]);
  const two =
    'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
  const { kube } = await scriptedApi(
    t,
    answering('v1', () => ({ status: 500, body: statusBody(500, two) })),
  );
  t.match((await killPods(kube, [TARGET], { mode: 'evict' }, NEVER)).targets, [
    { outcome: 'failed', error: { code: 'CHAOS_API', message: `can't evict pod shop/web: ${two}` } },
  ]);
});

t.test('where evictions are not served, it says so', async (t) => {
  const { kube } = await scriptedApi(t, () => ({ body: { kind: 'APIResourceList', resources: [] } }));
  await t.rejects(killPods(kube, [TARGET], { mode: 'evict' }, NEVER), {
    code: 'CHAOS_API',
    message: /expected pods\/eviction/,
  });
});
