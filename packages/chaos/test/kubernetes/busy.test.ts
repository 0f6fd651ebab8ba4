/** An API server that is too busy for every request first, and one that is none: by what each part of the toolkit asks. */
import t, { type Test } from 'tap';
import { ANY_FAULT } from '../testing/scripted-images.ts';
import { execIn } from '../../src/kill/exec.ts';
import { killPods } from '../../src/kill/kill-pods.ts';
import type { Kubernetes } from '../../src/kubernetes/connect.ts';
import { logLines } from '../../src/kubernetes/log-lines.ts';
import { openWatch } from '../../src/kubernetes/open-watch.ts';
import { listPods, readPod } from '../../src/kubernetes/pods.ts';
import { inject } from '../../src/run/inject.ts';
import type { Target } from '../../src/targets/target.ts';
import { createEventRecorder } from '../../src/telemetry/record-event.ts';
import { never } from '../testing/cluster.ts';
import { scriptedApi, statusBody, type Script } from '../testing/scripted-api.ts';
import { scriptedExec } from '../testing/scripted-exec.ts';

const POD = { namespace: 'shop', name: 'web', uid: 'uid-1' };
const TARGET = { ...POD, node: 'n' } as Target;
const PODS = '/api/v1/namespaces/shop/pods';
const OBJECT = { metadata: { name: 'web', namespace: 'shop', uid: 'uid-1', resourceVersion: '1' } };
const ORDER = { what: 'pods in shop', path: PODS, query: {} };

/** What is asked, by a name. */
const ASK: Readonly<Record<string, (kube: Kubernetes) => Promise<unknown>>> = {
  list: (kube) => listPods(kube, 'shop'),
  get: (kube) => readPod(kube, POD),
  watch: async (kube) => {
    const seen = [];
    for await (const event of await openWatch(kube, ORDER, never)) seen.push(event);
    return seen;
  },
  log: async (kube) => {
    const lines = [];
    for await (const line of logLines(kube, { ...POD, container: 'main' }, false, never)) lines.push(line);
    return lines;
  },
  patch: (kube) =>
    inject(
      kube,
      POD,
      { version: 1, order: 'fault', run: 'abcdefgh', fault: ANY_FAULT, durationMs: 100 },
      { limitMs: 0 },
      never,
    ),
  delete: (kube) => killPods(kube, [TARGET], { mode: 'delete' }, never),
  evict: (kube) => killPods(kube, [TARGET], { mode: 'evict' }, never),
  event: (kube) => createEventRecorder(kube).record({ pod: POD, reason: 'PodChaosKilled', message: '' }),
};

const served: Script = ({ method, path, query }) => {
  if (path === '/api/v1' || path === '/api/v1/') {
    return { body: { resources: [{ name: 'pods/eviction', version: 'v1', kind: 'Eviction' }] } };
  }
  if (path.endsWith('/log')) return { body: 'said\n' };
  if (query.get('watch') === 'true')
    return { body: `${JSON.stringify({ type: 'ADDED', object: OBJECT })}\n` };
  return { body: method === 'GET' && path === PODS ? { metadata: {}, items: [OBJECT] } : OBJECT };
};

/** Refuses each request once with 429, as the filter of API Priority and Fairness does, and then answers. */
function busyOnce(): Script {
  const refused = new Set<string>();
  return (asked) => {
    const key = `${asked.method} ${asked.path} ${asked.query.get('watch')}`;
    if (refused.has(key)) return served(asked);
    refused.add(key);
    const body = 'Too many requests, please try again later.';
    return { status: 429, headers: { 'retry-after': '0' }, body };
  };
}

t.test('every request waits and is sent again', async (t) => {
  const answers: Readonly<Record<string, object>> = {
    list: [{ metadata: { name: 'web' } }],
    get: { metadata: { name: 'web' } },
    watch: [{ type: 'ADDED' }],
    log: ['said'],
    patch: { is: 'sent' },
    delete: { verdict: 'held' },
    evict: { verdict: 'held' },
  };
  for (const [name, ask] of Object.entries(ASK)) {
    const { kube, asked } = await scriptedApi(t, busyOnce());
    const answer = await ask(kube);
    if (name === 'event') t.equal(answer, true);
    else t.match(answer, answers[name] ?? {}, name);
    t.ok(asked.length >= 2, `${asked.length} requests`);
  }
});

t.test('exec too, which does not tell for how long', async (t) => {
  const { kube, server } = await scriptedApi(t, served);
  let times = 0;
  scriptedExec(t, server, () => (++times === 1 ? { http: 429 } : { exitCode: 0 }));
  const request = { namespace: 'shop', name: 'web', container: 'main', command: ['true'], limitMs: 30_000 };
  t.match(await execIn(kube, request, never), { exitCode: 0 });
  t.equal(times, 2);
});

t.test('a 429 of an eviction that names no budget is not a refusal by one', async (t) => {
  const words = 'Too many requests: the disruption budget of my patience is spent';
  const { kube } = await scriptedApi(t, (asked) =>
    asked.path.endsWith('/eviction') ? { status: 429, body: statusBody(429, words) } : served(asked),
  );
  const report = await killPods(kube, [TARGET], { mode: 'evict', retryRefused: true }, never);
  t.match(report.targets, [
    { outcome: 'failed', error: { code: 'CHAOS_API', message: `can't evict pod shop/web: ${words}` } },
  ]);
});

t.test('a run that is interrupted does not wait for its turn to kill', async (t) => {
  const stop = new AbortController();
  const { kube, asked } = await scriptedApi(t, () => {
    stop.abort();
    return { status: 429, headers: { 'retry-after': '30' }, body: 'later' };
  });
  const report = await killPods(kube, [TARGET], { mode: 'delete' }, stop.signal);
  t.match(report.targets, [{ outcome: 'failed', error: { code: 'CHAOS_API', message: /later$/ } }]);
  t.equal(asked.length, 1);
});

async function refusals(t: Test, script: Script): Promise<void> {
  for (const [name, ask] of Object.entries(ASK)) {
    if (name === 'event') continue;
    const { kube } = await scriptedApi(t, script);
    const answer = await ask(kube).catch((error: unknown) => error);
    const { targets: [target] = [] } = answer as { targets?: { error: unknown }[] };
    t.match(
      target?.error ?? answer,
      { code: 'CHAOS_UNREACHABLE', message: /no Kubernetes API answered at http/ },
      name,
    );
  }
}

t.test('a login page is no cluster, whatever its status: nothing is gone, nothing is proven', async (t) => {
  const page = '<html>Log in</html>';
  for (const status of [200, 401, 404]) {
    await refusals(t, () => ({ status, headers: { 'content-type': 'text/html' }, body: page }));
  }
  await refusals(t, () => ({ status: 302, headers: { location: 'https://login.test/' }, body: '' }));
});

t.test('a watch that is a page after all', async (t) => {
  const { kube } = await scriptedApi(t, () => ({ body: 'Welcome\nto the hotel\n' }));
  await t.rejects(ASK['watch']?.(kube) ?? Promise.resolve(), {
    code: 'CLUSTER_STRANGER',
    message: /expected the events of a watch on pods in shop, one a line, got "Welcome"$/,
  });
});
