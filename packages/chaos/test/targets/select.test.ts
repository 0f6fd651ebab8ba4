import t from 'tap';
import type { TargetOptions } from '../../src/targets/options.ts';
import { countReasons, requireTargets, selectTargets } from '../../src/targets/select.ts';
import { planned } from '../../src/targets/planned.ts';
import { deploymentPods, NOW_MS, podLike, type PodLike } from './pods.ts';

const CONTEXT = { nowMs: NOW_MS, freshSeed: 'fresh' };
const ALL: TargetOptions = { namespaces: ['default'], amount: 'all', maxNamespacePercent: 100 };

/** Why the second of two pods is passed over; undefined where it is hit. */
function why(
  options: Partial<TargetOptions>,
  like: Partial<PodLike>,
  ownPodName?: string,
): string | undefined {
  const pods = [podLike({ name: 'other', labels: { app: 'web' } }), podLike({ name: 'pod', ...like })];
  const selection = selectTargets(pods, { ...ALL, ...options }, { ...CONTEXT, ownPodName });
  const found = selection.passedOver.find(({ pod }) => pod.name === 'pod');
  const isChosen = selection.chosen.some(({ name }) => name === 'pod');
  if (isChosen === (found !== undefined)) throw new Error('expected it to be chosen or passed over');
  return found?.why;
}

t.test('each rule passes over with its reason', (t) => {
  const cases: [string | undefined, Partial<TargetOptions>, Partial<PodLike>][] = [
    [undefined, {}, {}],
    ['in another namespace', {}, { namespace: 'other' }],
    ['does not match the label selector', { selector: 'app=web' }, { labels: { app: 'api' } }],
    [undefined, { selector: 'app=web' }, { labels: { app: 'web' } }],
    ['does not match the annotation selector', { annotations: 'chaos=yes' }, {}],
    [undefined, { annotations: 'chaos=yes' }, { annotations: { chaos: 'yes' } }],
    ['not owned by Deployment/x', { owner: 'Deployment/x' }, { owner: ['StatefulSet', 'x'] }],
    [undefined, { owner: 'sts/x', keepLastReady: false }, { owner: ['StatefulSet', 'x'] }],
    ['does not match the name pattern', { namePattern: 'po' }, {}],
    [undefined, { namePattern: 'p.d' }, {}],
    ['on another node', { nodes: ['node-2'] }, {}],
    ['excluded by its labels', { exclude: { selector: 'app' } }, { labels: { app: 'web' } }],
    ['excluded by its name', { exclude: { namePattern: 'pod' } }, {}],
    ['in phase Pending', {}, { phase: 'Pending' }],
    [undefined, { phases: ['Pending'] }, { phase: 'Pending' }],
    ['in phase Running', { phases: ['Pending'] }, {}],
    ['younger than 10 s', { minAgeMs: 10_000 }, { createdAt: '2026-11-02T11:59:51Z' }],
    [undefined, { minAgeMs: 10_000 }, { createdAt: '2026-11-02T11:59:50Z' }],
    ['terminating already', {}, { terminating: true }],
    ['terminating already', { names: ['pod'] }, { terminating: true }],
    ['on no node yet', { phases: ['Pending'] }, { phase: 'Pending', node: undefined }],
    [undefined, {}, { hostNetwork: true }],
    [
      "in its node's network (hostNetwork), where a network fault would hit the node",
      { refuseHostNetwork: true, names: ['pod'] },
      { hostNetwork: true },
    ],
    [
      'a static pod, which the API can neither end nor change',
      { names: ['pod'] },
      { annotations: { 'kubernetes.io/config.mirror': 'x' } },
    ],
    [
      'part of the toolkit itself; naming it outright lifts this',
      {},
      { labels: { 'app.kubernetes.io/name': 'pod-chaos' } },
    ],
    [undefined, { names: ['pod'] }, { labels: { 'app.kubernetes.io/name': 'pod-chaos' } }],
    ['not one of the names', { names: ['other'] }, {}],
  ];
  for (const [expected, options, like] of cases) {
    t.equal(why(options, like), expected, JSON.stringify({ options, like }));
  }
  t.match(why({}, {}, 'pod'), /^part of the toolkit itself/, 'the pod this runs in');
  for (const namespace of ['kube-system', 'kube-public', 'kube-node-lease']) {
    const options = { namespaces: ['default', namespace] };
    t.equal(why(options, { namespace }), `in ${namespace}; naming it outright lifts this`);
    t.equal(why({ ...options, names: ['pod'] }, { namespace }), undefined);
  }
  t.end();
});

t.test('names lift the protections, and one that is not there is told', (t) => {
  const pods = deploymentPods(3);
  const names = ['web-5d9c7-0', 'web-5d9c7-2', 'nobody'];
  const options: TargetOptions = { namespaces: ['default'], names, amount: 'all' };
  const { chosen, passedOver } = selectTargets(pods, options, CONTEXT);
  t.strictSame(chosen.map(({ name }) => name).toSorted(), ['web-5d9c7-0', 'web-5d9c7-2']);
  t.equal(selectTargets(pods, { ...options, amount: { count: 1 } }, CONTEXT).chosen.length, 1);
  t.strictSame(countReasons(passedOver), [
    { why: 'no such pod', pods: 1 },
    { why: 'not one of the names', pods: 1 },
  ]);
  t.end();
});

t.test('percentages round up and count those that qualify; the cap rounds down', (t) => {
  const chosen = (replicas: number, options: Partial<TargetOptions>): number =>
    selectTargets(deploymentPods(replicas), { ...ALL, ...options }, CONTEXT).chosen.length;
  t.equal(chosen(10, { amount: { percent: 50 } }), 5);
  t.equal(chosen(9, { amount: { percent: 50 } }), 5);
  t.equal(chosen(10, { amount: { percent: 1 } }), 1);
  t.equal(chosen(1000, { amount: { percent: 1.1 } }), 11, '1.1 % of 1,000 is not 12');
  t.equal(chosen(9, { amount: { percent: 50 }, maxNamespacePercent: 50 }), 4);
  t.equal(chosen(9, { amount: 'all', maxNamespacePercent: 50 }), 4);
  t.equal(chosen(10, { amount: 'all' }), 9, 'the last ready one is kept');
  t.equal(chosen(10, { amount: 'all', keepLastReady: false }), 10);
  t.equal(chosen(3, { amount: { count: 1 }, maxNamespacePercent: 10 }), 1, 'one may always be hit');
  t.end();
});

t.test('the protections say how they are lifted', (t) => {
  const { passedOver } = selectTargets(
    deploymentPods(4),
    { namespaces: ['default'], amount: 'all' },
    CONTEXT,
  );
  t.strictSame(countReasons(passedOver), [
    { why: 'beyond 50 % of its namespace; --max-percent 100 lifts this', pods: 2 },
  ]);
  const alone = selectTargets(deploymentPods(1), { namespaces: ['default'], amount: 'all' }, CONTEXT);
  t.throws(() => requireTargets(alone), {
    code: 'CHAOS_NO_TARGET',
    message:
      'expected a pod to hit, got none of 1: 1 the last ready pod of its owner; --allow-last-ready lifts this',
  });
  t.throws(() => requireTargets(selectTargets([], ALL, CONTEXT)), {
    message: 'expected a pod to hit, got no pod there that matches',
  });
  t.end();
});

t.test('shares and ready replicas are counted over all pods, not only those that match', (t) => {
  const population = deploymentPods(6);
  const options: TargetOptions = { namespaces: ['default'], amount: 'all' };
  const some = population.slice(0, 2);
  t.equal(selectTargets(some, options, { ...CONTEXT, population }).chosen.length, 2);
  t.equal(selectTargets(some, options, CONTEXT).chosen.length, 1);
  t.end();
});

t.test('a pod that is not ready may be hit beside the last ready one', (t) => {
  const owner = ['StatefulSet', 'web'] as const;
  const pods = [true, false, false].map((ready, index) => podLike({ name: `pod-${index}`, owner, ready }));
  const { chosen } = selectTargets(pods, ALL, CONTEXT);
  t.strictSame(chosen.map(({ name }) => name).toSorted(), ['pod-1', 'pod-2']);
  t.end();
});

t.test('what a dry run says', (t) => {
  const selection = selectTargets(deploymentPods(4), { ...ALL, amount: { count: 1 }, seed: 'a' }, CONTEXT);
  const plan = planned(selection);
  t.match(plan, { qualifying: 4, seed: 'a', passedOver: [], lifted: [] });
  t.match(plan.wouldHit, [{ namespace: 'default', node: 'node-1', ready: true, owner: 'Deployment/web' }]);
  t.notOk('pod' in (plan.wouldHit[0] ?? {}));
  t.equal(selectTargets([], ALL, CONTEXT).seed, 'fresh');
  t.end();
});
