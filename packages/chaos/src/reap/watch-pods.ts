import type { V1Pod } from '@kubernetes/client-node';
import { describeError } from '@pod-contagion/errors';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import { watchObjects } from '../kubernetes/watch-objects.ts';
import type { CheckedTargets } from '../targets/check-options.ts';
import type { TargetOptions } from '../targets/options.ts';
import { controllerOf, ownersOf } from '../targets/owner.ts';
import { whyPassedOver } from '../targets/pass-over.ts';
import { isTerminating, podNameOf } from '../targets/pod-facts.ts';
import { endsOf } from './end-of-container.ts';
import type { OnReapEvent } from './reap-events.ts';
import type { WaitingList } from './waiting-list.ts';

/** What a watch fills, and whom it tells. */
export type PodsWatch = Readonly<{
  targets: TargetOptions;
  rules: CheckedTargets;
  list: WaitingList;
  /** Somebody is to be reaped who was not before. */
  onDue: () => void;
  tell: OnReapEvent;
}>;

/** Puts pods of one namespace on the list as soon as a container of them has ended; settles when the signal is aborted. */
export function watchPods(
  kube: Kubernetes,
  namespace: string,
  { targets: { selector, fieldSelector }, rules, list, onDue, tell }: PodsWatch,
  signal: AbortSignal,
): Promise<void> {
  const matching = {
    ...(selector === undefined ? {} : { labelSelector: selector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
  /** Those of which it has been told that nothing is done to them. */
  const letBe = new Set<string>();
  let pods = 0;
  let endedBefore = 0;
  let isListed = false;

  function see(pod: V1Pod): void {
    const name = podNameOf(pod);
    if (isTerminating(pod)) {
      list.gone(name.uid);
      return;
    }
    const waiting = list.see(pod, Date.now(), !isListed);
    if (waiting === undefined) return;
    const why = whyLetBe(pod, rules);
    if (why === undefined) {
      onDue();
      return;
    }
    list.settle(waiting);
    if (letBe.has(name.uid)) return;
    letBe.add(name.uid);
    tell({ event: 'let-be', pod: name, why });
  }

  return watchObjects<V1Pod>(
    kube,
    {
      what: `pods in ${namespace}`,
      path: `/api/v1/namespaces/${namespace}/pods`,
      ...matching,
      list: async () =>
        kube.core.listNamespacedPod({ namespace, ...matching }, await requestOptions(kube, { signal })),
    },
    {
      onObject(pod) {
        if (!isListed) {
          pods++;
          if (endsOf(pod) > 0) endedBefore++;
        }
        see(pod);
      },
      onGone({ metadata }) {
        letBe.delete(metadata?.uid ?? '');
        list.gone(metadata?.uid ?? '');
      },
      onListed() {
        isListed = true;
        tell({ event: 'watching', namespace, pods, endedBefore });
      },
      onBreak: (error) => tell({ event: 'broken', namespace, message: describeError(error) }),
      onResume: () => tell({ event: 'resumed', namespace }),
    },
    signal,
  );
}

/** Why nothing is done to a pod; undefined where it is reaped. Nobody would bring back a bare one. */
function whyLetBe(pod: V1Pod, rules: CheckedTargets): string | undefined {
  if (controllerOf(pod.metadata) === undefined) return 'nothing would bring it back';
  const ownPodName = process.env['POD_NAME'] ?? process.env['HOSTNAME'];
  return whyPassedOver(pod, rules, { nowMs: Date.now(), owners: ownersOf(pod, new Map()), ownPodName });
}
