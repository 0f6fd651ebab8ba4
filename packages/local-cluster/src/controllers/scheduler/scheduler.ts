import { apiTime, type KubeNode, type Pod } from '@pod-contagion/api-server/objects';
import type { WorkQueue } from '../../control-loop/work-queue.ts';
import { unlessNotFound } from '../../control-loop/errors.ts';
import {
  keyOf,
  parseKey,
  runController,
  type Controller,
  type ControllerOptions,
} from '../../control-loop/controller.ts';
import { isEnded } from '../../control-loop/pod-state.ts';
import { misfit, type Misfit } from './fits.ts';

/** Name by which pods ask for this scheduler; those that ask for another are left alone. */
const SCHEDULER_NAME = 'default-scheduler';

/**
 * Puts each pod that has no node on the one with the fewest pods among those it fits on.
 *
 * Source: pkg/scheduler/schedule_one.go.
 */
export function startScheduler(options: ControllerOptions): Controller {
  const { registry, recorder, clock } = options;
  const podsByNode = new Map<string, Set<string>>();
  const unschedulable = new Set<string>();

  const reconcile = (key: string): void => {
    const { namespace, name } = parseKey(key);
    const pod = registry.find('pods', namespace, name);
    if (pod === undefined || !isWaiting(pod)) {
      unschedulable.delete(key);
      return;
    }
    const misfits: Misfit[] = [];
    const nodes = registry.list('nodes');
    const fitting = nodes.filter((node) => {
      const found = misfit(pod, node, countOn(node));
      if (found !== undefined) misfits.push(found);
      return found === undefined;
    });
    const node = fitting.toSorted((a, b) => countOn(a) - countOn(b))[0];
    if (node === undefined) {
      unschedulable.add(key);
      refuse(
        pod,
        nodes.length === 0 ? 'no nodes available to schedule pods' : explain(nodes.length, misfits),
      );
      return;
    }
    unschedulable.delete(key);
    const nodeName = node.metadata.name ?? '';
    registry.bind(namespace, name, nodeName);
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    recorder.record(pod, 'Normal', 'Scheduled', message);
  };

  const countOn = ({ metadata }: KubeNode): number => podsByNode.get(metadata.name ?? '')?.size ?? 0;

  const refuse = (pod: Pod, message: string): void => {
    const { namespace = '', name = '' } = pod.metadata;
    const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    if (before?.message === message) return;
    unlessNotFound(() =>
      registry.modify(
        'pods',
        namespace,
        name,
        (draft) => {
          const others = (draft.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
          const isSameStatus = before?.status === 'False' && before.lastTransitionTime !== undefined;
          const condition = {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message,
            lastTransitionTime: isSameStatus ? before.lastTransitionTime : apiTime(clock.nowMs()),
          };
          draft.status = { ...draft.status, conditions: [...others, condition] as typeof others };
        },
        { subresource: 'status' },
      ),
    );
    recorder.record(pod, 'Warning', 'FailedScheduling', message);
  };

  const retryAll = (queue: WorkQueue): void => {
    for (const key of unschedulable) queue.add(key);
  };

  return runController(
    options,
    {
      pods: ({ type, object }, queue) => {
        const { nodeName } = object.spec ?? {};
        const { uid = '' } = object.metadata;
        if (nodeName === undefined) {
          if (type !== 'DELETED') queue.add(keyOf(object));
          return;
        }
        const pods = podsByNode.get(nodeName) ?? new Set<string>();
        podsByNode.set(nodeName, pods);
        if (type !== 'DELETED' && !isEnded(object)) pods.add(uid);
        else if (pods.delete(uid)) retryAll(queue);
      },
      nodes: (_change, queue) => retryAll(queue),
    },
    reconcile,
  );
}

function isWaiting({ spec, metadata }: Pod): boolean {
  return (
    spec?.nodeName === undefined &&
    metadata.deletionTimestamp === undefined &&
    (spec?.schedulingGates ?? []).length === 0 &&
    (spec?.schedulerName ?? SCHEDULER_NAME) === SCHEDULER_NAME
  );
}

/** Source: pkg/scheduler/framework/types.go (`FitError`), framework/preemption/preemption.go. */
function explain(nodeCount: number, misfits: readonly Misfit[]): string {
  const start = `0/${nodeCount} nodes are available`;
  const preemption = misfits.map(({ isFullness }) =>
    isFullness ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling',
  );
  const reasons = histogram(misfits.map(({ reason }) => reason));
  return `${start}: ${reasons}. no new claims to deallocate, preemption: ${start}: ${histogram(preemption)}.`;
}

function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .toSorted()
    .join(', ');
}
