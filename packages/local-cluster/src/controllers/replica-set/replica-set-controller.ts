import type { WorkQueue } from '../../control-loop/work-queue.ts';
import { matchesLabels, requirementsOf, own } from '@pod-contagion/notations';
import type { Pod, ReplicaSet } from '@pod-contagion/api-server/objects';
import type { Change } from '@pod-contagion/api-server/registry';
import { claimObjects } from '../../control-loop/claim.ts';
import { messageOf } from '../../errors.ts';
import { isNotFound } from '../../control-loop/errors.ts';
import {
  keyOf,
  parseKey,
  runController,
  type Controller,
  type ControllerOptions,
} from '../../control-loop/controller.ts';
import { controllerOf, controllerReference, isControlledBy } from '../../control-loop/owner-references.ts';
import { isActive, isEnded, isReady, isTerminating } from '../../control-loop/pod-state.ts';
import { present } from '../../control-loop/present.ts';
import { slowStart } from './slow-start.ts';
import { replicaSetStatus } from './status.ts';
import { victims } from './victims.ts';

/** How many pods one pass creates or deletes at most. Source: replica_set.go (`BurstReplicas`). */
const MAX_PODS_PER_PASS = 500;

/**
 * Keeps as many pods as each ReplicaSet asks for. A pod counts as gone from the moment it has a deletionTimestamp, so its
 * replacement does not wait for its end.
 *
 * Source: pkg/controller/replicaset/replica_set.go.
 */
export function startReplicaSetController(options: ControllerOptions): Controller {
  const { registry, recorder, clock } = options;

  const reconcile = (key: string, queue: WorkQueue): void => {
    const { namespace, name } = parseKey(key);
    const replicaSet = registry.find('replicasets', namespace, name);
    if (replicaSet === undefined) return;
    const selector = requirementsOf(replicaSet.spec?.selector);
    const all = registry.list('pods', namespace);
    const pods = claimObjects({
      registry,
      resource: 'pods',
      owner: replicaSet,
      selector,
      objects: all.filter(isActive),
    });
    const terminatingCount = all.filter(
      (pod) => isTerminating(pod) && isControlledBy(pod, replicaSet),
    ).length;
    let failure: unknown;
    if (replicaSet.metadata.deletionTimestamp === undefined) failure = manage(replicaSet, pods);
    const observation = { pods, terminatingCount, failure, nowMs: clock.nowMs() };
    const { status } = registry.modify(
      'replicasets',
      namespace,
      name,
      (draft) => {
        draft.status = replicaSetStatus(replicaSet, observation);
      },
      { subresource: 'status' },
    );
    if (failure !== undefined) throw failure;
    const { minReadySeconds = 0 } = replicaSet.spec ?? {};
    if (minReadySeconds > 0 && (status?.readyReplicas ?? 0) > (status?.availableReplicas ?? 0)) {
      // Becoming available is no change of a pod, so nothing else brings this ReplicaSet back.
      queue.addAfter(key, nextAvailableMs(pods, minReadySeconds, clock.nowMs()));
    }
  };

  /** Returns what went wrong, if anything did. */
  const manage = (replicaSet: ReplicaSet, pods: readonly Pod[]): unknown => {
    const excess = pods.length - (replicaSet.spec?.replicas ?? 1);
    if (excess < 0) {
      return slowStart(Math.min(-excess, MAX_PODS_PER_PASS), () => createPod(replicaSet)).error;
    }
    if (excess === 0) return undefined;
    const count = Math.min(excess, MAX_PODS_PER_PASS);
    let failure: unknown;
    for (const pod of victims(pods, relativesOf(replicaSet), count, clock.nowMs())) {
      failure ??= deletePod(replicaSet, pod);
    }
    return failure;
  };

  const createPod = (replicaSet: ReplicaSet): void => {
    const { metadata, spec } = replicaSet.spec?.template ?? {};
    try {
      const { metadata: created } = registry.create('pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: present({
          generateName: `${replicaSet.metadata.name}-`,
          namespace: replicaSet.metadata.namespace,
          labels: metadata?.labels,
          annotations: metadata?.annotations,
          finalizers: metadata?.finalizers,
          ownerReferences: [controllerReference(replicaSet)],
        }),
        spec,
      });
      recorder.record(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${created.name}`);
    } catch (error) {
      const namespace = registry.find('namespaces', '', replicaSet.metadata.namespace ?? '');
      // In a namespace that ends nothing can be created, and nobody needs to hear of it.
      if (namespace?.metadata.deletionTimestamp !== undefined) return;
      recorder.record(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`);
      throw error;
    }
  };

  const deletePod = (replicaSet: ReplicaSet, { metadata }: Pod): unknown => {
    const { namespace = '', name = '', uid } = metadata;
    try {
      registry.delete('pods', namespace, name, { preconditions: { uid } });
      recorder.record(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
      return undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      recorder.record(replicaSet, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(error)}`);
      return error;
    }
  };

  /** The pods of all ReplicaSets that have the same owner. */
  const relativesOf = (replicaSet: ReplicaSet): Pod[] => {
    const { namespace = '' } = replicaSet.metadata;
    const owner = controllerOf(replicaSet);
    const siblings =
      owner === undefined
        ? [replicaSet]
        : registry
            .list('replicasets', namespace)
            .filter((sibling) => controllerOf(sibling)?.uid === owner.uid);
    const selectors = siblings.map(({ spec }) => requirementsOf(spec?.selector));
    return registry
      .list('pods', namespace)
      .filter(({ metadata }) => selectors.some((selector) => matchesLabels(selector, metadata.labels)));
  };

  const wakeOwners = ({ type, object, previous }: Change<Pod>, queue: WorkQueue): void => {
    const { namespace = '' } = object.metadata;
    if (type === 'MODIFIED' && previous !== undefined && !isNews(object, previous)) return;
    const references = [object, previous].map((pod) => pod && controllerOf(pod));
    for (const reference of references) {
      if (reference?.kind === 'ReplicaSet') queue.add(`${namespace}/${reference.name}`);
    }
    if (references[0] !== undefined || type === 'DELETED') return;
    for (const replicaSet of registry.list('replicasets', namespace)) {
      const selector = requirementsOf(replicaSet.spec?.selector);
      if (matchesLabels(selector, object.metadata.labels)) queue.add(keyOf(replicaSet));
    }
  };

  return runController(
    options,
    {
      replicasets: ({ type, object }, queue) => {
        if (type !== 'DELETED') queue.add(keyOf(object));
      },
      pods: wakeOwners,
    },
    reconcile,
  );
}

/** Most writes to a pod don't concern its ReplicaSet; a contagion makes thousands of them. */
function isNews(pod: Pod, previous: Pod): boolean {
  return (
    isReady(pod) !== isReady(previous) ||
    isEnded(pod) !== isEnded(previous) ||
    pod.metadata.deletionTimestamp !== previous.metadata.deletionTimestamp ||
    !hasSameEntries(pod.metadata.labels, previous.metadata.labels) ||
    controllerOf(pod)?.uid !== controllerOf(previous)?.uid
  );
}

function hasSameEntries(
  a: Readonly<Record<string, string>> = {},
  b: Readonly<Record<string, string>> = {},
): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === own(b, key));
}

/** Milliseconds until the next ready pod counts as available, and a little more. */
function nextAvailableMs(pods: readonly Pod[], minReadySeconds: number, nowMs: number): number {
  const waits = pods.filter(isReady).flatMap(({ status }) => {
    const condition = status?.conditions?.find(({ type }) => type === 'Ready');
    const sinceMs = Date.parse(condition?.lastTransitionTime ?? '');
    const waitMs = sinceMs + minReadySeconds * 1000 - nowMs;
    return waitMs > 0 ? [waitMs] : [];
  });
  return waits.length > 0 ? Math.min(...waits) : minReadySeconds * 1000;
}
