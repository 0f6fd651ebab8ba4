import type { CoreV1Api } from '@kubernetes/client-node';
import t from 'tap';
import { PATIENCE_MS } from '../../../../scripts/testing/until.ts';
import type { AgentSpec } from '../../src/agent/spec.ts';
import type { Kubernetes } from '../../src/kubernetes/connect.ts';
import { inject } from '../../src/run/inject.ts';
import { never, runPods, startFor } from '../testing/cluster.ts';
import { untilSays } from '../testing/local-cluster.ts';
import { ANY_FAULT, scriptedImages } from '../testing/scripted-images.ts';

const scripted = scriptedImages(t);
const test = await startFor(t, { images: scripted.images });
const { kube } = test;

const SPEC: AgentSpec = { version: 1, order: 'fault', run: 'abcdefgh', fault: ANY_FAULT, durationMs: 100 };
const OPTIONS = { image: 'scripted', limitMs: PATIENCE_MS };

type Patch = CoreV1Api['patchNamespacedPodEphemeralcontainers'];

/** The same API, but for patches of ephemeral containers. */
function withPatch(patch: (original: Patch, ...args: Parameters<Patch>) => ReturnType<Patch>): Kubernetes {
  const original: Patch = (...args) => kube.core.patchNamespacedPodEphemeralcontainers(...args);
  const core = Object.create(kube.core) as CoreV1Api;
  core.patchNamespacedPodEphemeralcontainers = (...args) => patch(original, ...args);
  return { ...kube, core };
}

async function namesIn(name: string): Promise<string[]> {
  const pod = await kube.core.readNamespacedPod({ name, namespace: 'default' });
  return (pod.spec?.ephemeralContainers ?? []).map((container) => container.name).toSorted();
}

/** What the API server answers. */
function answer(code: number, message: string): Error {
  return Object.assign(new Error(message), { code, body: JSON.stringify({ kind: 'Status', code, message }) });
}

t.test('each agent has a name of its own, and none before it changes', async (t) => {
  const [target] = await runPods(test, ['names']);
  const first = await inject(kube, target!, SPEC, OPTIONS, never);
  const second = await inject(kube, target!, SPEC, OPTIONS, never);
  t.match(
    [first, second],
    [
      { is: 'sent', container: 'pod-chaos-abcdefgh' },
      { is: 'sent', container: 'pod-chaos-abcdefgh-2' },
    ],
  );
  t.same(await namesIn('names'), ['pod-chaos-abcdefgh', 'pod-chaos-abcdefgh-2']);
});

t.test('an answer that is lost does not put a second agent in', async (t) => {
  const [target] = await runPods(test, ['answer-lost']);
  let calls = 0;
  const lossy = withPatch(async (original, ...args) => {
    calls += 1;
    await original(...args);
    throw new TypeError('fetch failed');
  });
  t.match(await inject(lossy, target!, SPEC, OPTIONS, never), {
    is: 'sent',
    container: 'pod-chaos-abcdefgh',
  });
  t.equal(calls, 1);
  t.same(await namesIn('answer-lost'), ['pod-chaos-abcdefgh']);
});

t.test('a request that is lost is sent again', async (t) => {
  const [target] = await runPods(test, ['request-lost']);
  let calls = 0;
  const lossy = withPatch(async (original, ...args) => {
    calls += 1;
    if (calls <= 2) throw new TypeError('fetch failed');
    return original(...args);
  });
  t.match(await inject(lossy, target!, SPEC, OPTIONS, never), { is: 'sent' });
  t.equal(calls, 3);
  t.same(await namesIn('request-lost'), ['pod-chaos-abcdefgh']);
});

t.test('a pod that changed between the look and the patch is looked at again', async (t) => {
  const [target] = await runPods(test, ['changed']);
  let looks = 0;
  const racing = withPatch(async (original, ...args) => {
    if (looks === 1) await inject(kube, target!, { ...SPEC, run: 'zzzzzzzz' }, OPTIONS, never);
    return original(...args);
  });
  const check = (): void => void (looks += 1);
  t.match(await inject(racing, target!, SPEC, { ...OPTIONS, check }, never), { is: 'sent' });
  t.ok(looks >= 2, 'the check sees what the other one has put there');
  t.same(await namesIn('changed'), ['pod-chaos-abcdefgh', 'pod-chaos-zzzzzzzz']);
});

t.test('a pod that was replaced between the look and the patch is left alone', async (t) => {
  const [target] = await runPods(test, ['replaced']);
  let isReplaced = false;
  const racing = withPatch(async (original, ...args) => {
    if (!isReplaced) {
      isReplaced = true;
      await kube.core.deleteNamespacedPod({ name: 'replaced', namespace: 'default', gracePeriodSeconds: 0 });
      const gone = async (): Promise<boolean> =>
        (await kube.core.listNamespacedPod({ namespace: 'default' })).items.every(
          ({ metadata }) => metadata?.name !== 'replaced',
        );
      while (!(await gone()));
      await runPods(test, ['replaced']);
    }
    return original(...args);
  });
  t.match(await inject(racing, target!, SPEC, OPTIONS, never), {
    is: 'gone',
    why: 'pod default/replaced is gone; another one has its name',
  });
  t.same(await namesIn('replaced'), []);
});

const REFUSALS = [
  {
    said: answer(
      403,
      'pods "a" is forbidden: violates PodSecurity "baseline:latest": non-default capabilities',
    ),
    code: 'CHAOS_REFUSED',
    message: /violates PodSecurity "baseline:latest".*enforce=privileged/,
  },
  {
    said: answer(
      403,
      'pods "a" is forbidden: User "u" cannot patch resource "pods/ephemeralcontainers" in API group ""',
    ),
    code: 'CHAOS_FORBIDDEN',
    message: /cannot patch resource "pods\/ephemeralcontainers"/,
  },
  {
    said: answer(400, 'admission webhook "w" denied the request: no agents on Fridays'),
    code: 'CHAOS_REFUSED',
    message: /no agents on Fridays/,
  },
  {
    said: answer(404, 'the server could not find the requested resource'),
    code: 'CHAOS_API',
    message: /Kubernetes 1\.25/,
  },
  { said: answer(422, 'Pod "a" is invalid: spec: too much'), code: 'CHAOS_API', message: /too much/ },
];

t.test('what the cluster refuses is said in its own words, and not tried again', async (t) => {
  const [target] = await runPods(test, ['refusing']);
  for (const { said, code, message } of REFUSALS) {
    let calls = 0;
    const refusing = withPatch(() => {
      calls += 1;
      return Promise.reject(said);
    });
    await t.rejects(inject(refusing, target!, SPEC, OPTIONS, never), { code, message });
    t.equal(calls, 1);
  }
});

t.test('a pod that is being deleted gets none', async (t) => {
  const [target] = await runPods(test, ['leaving'], 'sleeper', [
    'sh',
    '-c',
    `trap '' TERM; echo deaf; while :; do sleep 1; done`,
  ]);
  await untilSays(kube, 'leaving', 'deaf');
  await kube.core.deleteNamespacedPod({ name: 'leaving', namespace: 'default', gracePeriodSeconds: 600 });
  t.same(await inject(kube, target!, SPEC, OPTIONS, never), { is: 'leaving' });
  await kube.core.deleteNamespacedPod({ name: 'leaving', namespace: 'default', gracePeriodSeconds: 0 });
});
