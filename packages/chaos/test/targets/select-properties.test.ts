import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { V1Pod } from '@kubernetes/client-node';
import t from 'tap';
import type { Amount, TargetOptions } from '../../src/targets/options.ts';
import { isReady, isRunning, podNameOf } from '../../src/targets/pod-facts.ts';
import { selectTargets } from '../../src/targets/select.ts';
import type { Selection } from '../../src/targets/target.ts';
import { NOW_MS, podLike } from './pods.ts';

const NAMESPACES = ['default', 'shop', 'kube-system'];

const pods: fc.Arbitrary<V1Pod[]> = fc
  .array(
    fc.record(
      {
        namespace: fc.constantFrom(...NAMESPACES, 'elsewhere'),
        owner: fc.constantFrom(
          ['StatefulSet', 'a'] as const,
          ['StatefulSet', 'b'] as const,
          ['DaemonSet', 'a'] as const,
        ),
        labels: fc.constantFrom({ app: 'web' }, { app: 'api' }, { 'app.kubernetes.io/name': 'pod-chaos' }),
        ready: fc.boolean(),
        phase: fc.constantFrom('Running', 'Running', 'Running', 'Pending'),
        terminating: fc.constantFrom(false, false, false, true),
        hostNetwork: fc.boolean(),
      },
      { requiredKeys: ['namespace', 'phase'] },
    ),
    { maxLength: 30 },
  )
  .map((likes) => likes.map((like, index) => podLike({ ...like, name: `pod-${index}`, uid: `${index}` })));

const percent = fc.double({ min: 0.1, max: 100, noNaN: true });
const amount: fc.Arbitrary<Amount> = fc.oneof(
  fc.record({ count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ percent }),
  fc.record({ upToPercent: percent }),
  fc.constant('all' as const),
);

const options: fc.Arbitrary<TargetOptions> = fc.record(
  {
    namespaces: fc.uniqueArray(fc.constantFrom(...NAMESPACES), { minLength: 1 }),
    amount,
    seed: fc.string(),
    selector: fc.constantFrom('app=web', 'app', '!app'),
    maxNamespacePercent: percent,
    keepLastReady: fc.boolean(),
    refuseHostNetwork: fc.boolean(),
  },
  { requiredKeys: ['namespaces', 'amount', 'seed'] },
);

const select = (from: readonly V1Pod[], by: TargetOptions): Selection =>
  selectTargets(from, by, { nowMs: NOW_MS, freshSeed: 'fresh' });

/** How many pods there are for each key. */
function countBy(from: readonly V1Pod[], keyOf: (pod: V1Pod) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pod of from) {
    const key = keyOf(pod);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

t.test('a choice never exceeds its amount', async () => {
  fc.assert(
    fc.property(pods, options, (from, by) => {
      const { chosen, qualifying } = select(from, by);
      const most =
        by.amount === 'all'
          ? qualifying
          : 'count' in by.amount
            ? by.amount.count
            : Math.ceil(
                (qualifying * ('percent' in by.amount ? by.amount.percent : by.amount.upToPercent)) / 100,
              );
      ok(chosen.length <= most, `${chosen.length} of at most ${most}`);
    }),
  );
});

t.test('nor the share of a namespace, but for one pod', async () => {
  fc.assert(
    fc.property(pods, options, (from, by) => {
      const { chosen } = select(from, by);
      const running = countBy(from, (pod) => (isRunning(pod) ? podNameOf(pod).namespace : undefined));
      const share = (by.maxNamespacePercent ?? 50) / 100;
      for (const [namespace, hits] of countBy(
        chosen.map(({ pod }) => pod),
        (pod) => podNameOf(pod).namespace,
      )) {
        ok(hits <= Math.max(1, share * (running.get(namespace) ?? 0) + 1e-6), `${hits} in ${namespace}`);
      }
    }),
  );
});

t.test('nor takes it the last ready pod of an owner', async () => {
  fc.assert(
    fc.property(pods, options, (from, given) => {
      const by = { ...given, keepLastReady: true, maxNamespacePercent: 100 };
      const readyOf = (all: readonly V1Pod[]): Map<string, number> =>
        countBy(all, (pod) => {
          const owner = pod.metadata?.ownerReferences?.[0];
          if (owner === undefined || !isReady(pod)) return undefined;
          return `${pod.metadata?.namespace}/${owner.kind}/${owner.name}`;
        });
      const chosen = new Set(select(from, by).chosen.map(({ uid }) => uid));
      const left = readyOf(from.filter((pod) => !chosen.has(podNameOf(pod).uid)));
      for (const owner of readyOf(from).keys()) ok((left.get(owner) ?? 0) >= 1, owner);
    }),
  );
});

t.test('nor a pod of the system, of the toolkit, that ends, or that no selector meant', async () => {
  fc.assert(
    fc.property(pods, options, (from, by) => {
      for (const { pod, namespace, hostNetwork } of select(from, by).chosen) {
        ok(by.namespaces.includes(namespace) && namespace !== 'kube-system');
        ok(pod.metadata?.labels?.['app.kubernetes.io/name'] !== 'pod-chaos');
        ok(isRunning(pod));
        ok(!(hostNetwork && by.refuseHostNetwork === true));
        if (by.selector === 'app=web') ok(pod.metadata?.labels?.['app'] === 'web');
      }
    }),
  );
});

t.test('the same seed gives the same choice, in whatever order the pods come', async () => {
  const withOrder = pods.chain((from) =>
    fc.tuple(fc.constant(from), fc.shuffledSubarray(from, { minLength: from.length })),
  );
  fc.assert(
    fc.property(withOrder, options, ([from, shuffled], by) => {
      deepStrictEqual(select(shuffled, by), select(from, by));
    }),
  );
});

t.test('every pod is chosen, passed over with a reason, or not drawn; never two of these', async () => {
  fc.assert(
    fc.property(pods, options, (from, by) => {
      const { chosen, passedOver, qualifying } = select(from, by);
      const uids = [...chosen.map(({ uid }) => uid), ...passedOver.map(({ pod }) => pod.uid)];
      ok(new Set(uids).size === uids.length, 'nobody twice');
      ok(passedOver.every(({ why }) => why.length > 0));
      const notDrawn = from.length - uids.length;
      ok(notDrawn >= 0 && notDrawn <= qualifying - chosen.length);
      if (by.amount === 'all') ok(notDrawn === 0, 'all that qualify are drawn');
    }),
  );
});

t.test('where pods qualify and nothing protects them, at least one is hit', async () => {
  fc.assert(
    fc.property(pods, options, (from, given) => {
      const by = { ...given, keepLastReady: false, maxNamespacePercent: 100 };
      const { chosen, qualifying } = select(from, by);
      ok(qualifying === 0 || chosen.length > 0);
    }),
  );
});
