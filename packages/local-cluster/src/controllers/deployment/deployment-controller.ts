import { matchesLabels, requirementsOf } from '@pod-contagion/notations';
import type { Deployment, KubeObject, Pod, ReplicaSet } from '@pod-contagion/api-server/objects';
import type { WorkQueue } from '../../control-loop/work-queue.ts';
import type { Change } from '@pod-contagion/api-server/registry';
import { claimObjects } from '../../control-loop/claim.ts';
import { unlessNotFound } from '../../control-loop/errors.ts';
import {
  keyOf,
  parseKey,
  runController,
  type Controller,
  type ControllerOptions,
} from '../../control-loop/controller.ts';
import { controllerOf } from '../../control-loop/owner-references.ts';
import { revisionOf } from './annotations.ts';
import { condition, findCondition, REASON, setCondition } from './conditions.ts';
import { withCurrent, withUpdatedCurrent } from './current-replica-set.ts';
import { progressCheckDelayMs, rolloutStatus } from './progress.ts';
import { stepRecreate } from './recreate.ts';
import { sizeOf, sortOut, type ReplicaSets } from './replica-sets.ts';
import { stepRollingUpdate } from './rolling-update.ts';
import { progressDeadlineSeconds, writeStatus, type Rollout } from './rollout.ts';
import { isScaling, scaleProportionally } from './scaling.ts';
import { deploymentStatus, isComplete } from './status.ts';

/**
 * Brings the ReplicaSets of each Deployment to what its template, size and strategy ask for, one step at a time: every change of
 * a ReplicaSet brings the next step.
 *
 * Source: pkg/controller/deployment/deployment_controller.go (`syncDeployment`).
 */
export function startDeploymentController(options: ControllerOptions): Controller {
  const { registry, recorder, clock } = options;

  const reconcile = (key: string, queue: WorkQueue): void => {
    const { namespace, name } = parseKey(key);
    const deployment = registry.find('deployments', namespace, name);
    if (deployment === undefined) return;
    const rollout: Rollout = { registry, recorder, clock, deployment };
    const owned = claimObjects({
      registry,
      resource: 'replicasets',
      owner: deployment,
      selector: requirementsOf(deployment.spec?.selector),
      objects: registry.list('replicasets', namespace),
    });
    step(rollout, sortOut(deployment, owned));
    const delayMs = progressCheckDelayMs(rollout.deployment, clock.nowMs());
    if (delayMs !== undefined) queue.addAfter(key, delayMs);
  };

  const step = (rollout: Rollout, replicaSets: ReplicaSets): void => {
    const { spec, metadata } = rollout.deployment;
    if (metadata.deletionTimestamp !== undefined) {
      writeStatus(rollout, () => deploymentStatus(rollout.deployment, replicaSets, clock.nowMs()));
      return;
    }
    notePause(rollout);
    if (spec?.paused === true || isScaling(rollout.deployment, replicaSets)) {
      const updated = withUpdatedCurrent(rollout, replicaSets);
      scaleProportionally(rollout, updated);
      if (spec?.paused === true) forgetOldest(rollout, updated.old);
      const seen = present(updated);
      writeStatus(rollout, () => deploymentStatus(rollout.deployment, seen, clock.nowMs()));
      return;
    }
    roll(rollout, replicaSets);
  };

  const roll = (rollout: Rollout, replicaSets: ReplicaSets): void => {
    let after: ReplicaSets;
    if (rollout.deployment.spec?.strategy?.type === 'Recreate') {
      after = stepRecreate(rollout, withUpdatedCurrent(rollout, replicaSets));
    } else {
      const complete = withCurrent(rollout, replicaSets);
      stepRollingUpdate(rollout, complete);
      after = complete;
    }
    if (isComplete(rollout.deployment, rollout.deployment.status)) forgetOldest(rollout, after.old);
    const seen = present(after);
    writeStatus(rollout, () => rolloutStatus(rollout.deployment, seen, clock.nowMs()));
  };

  /** The ReplicaSets as they are now that this pass has scaled some. */
  const present = ({ current, old }: ReplicaSets): ReplicaSets => {
    const again = ({ metadata }: ReplicaSet): ReplicaSet | undefined =>
      registry.find('replicasets', metadata.namespace ?? '', metadata.name ?? '');
    return { current: current && again(current), old: old.flatMap((replicaSet) => again(replicaSet) ?? []) };
  };

  /** Source: sync.go (`checkPausedConditions`). A deadline that has passed stays said. */
  const notePause = (rollout: Rollout): void => {
    const { deployment } = rollout;
    const progress = findCondition(deployment.status, 'Progressing');
    if (progressDeadlineSeconds(deployment) === undefined || progress?.reason === REASON.timedOut) return;
    const isPaused = deployment.spec?.paused === true;
    if (isPaused === (progress?.reason === REASON.paused)) return;
    const given = isPaused
      ? condition('Progressing', 'Unknown', REASON.paused, 'Deployment is paused', clock.nowMs())
      : condition('Progressing', 'Unknown', REASON.resumed, 'Deployment is resumed', clock.nowMs());
    writeStatus(rollout, (status) => setCondition(status, given));
  };

  /** Deletes the oldest ReplicaSets beyond revisionHistoryLimit. Source: sync.go (`cleanupDeployment`). */
  const forgetOldest = ({ deployment }: Rollout, old: readonly ReplicaSet[]): void => {
    const limit = deployment.spec?.revisionHistoryLimit;
    if (limit === undefined) return;
    const alive = old
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .toSorted((a, b) => revisionOf(a) - revisionOf(b));
    for (const replicaSet of alive.slice(0, Math.max(0, alive.length - limit))) {
      const { status, metadata } = replicaSet;
      const isObserved = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
      if (sizeOf(replicaSet) > 0 || (status?.replicas ?? 0) > 0 || !isObserved) continue;
      unlessNotFound(() => registry.delete('replicasets', metadata.namespace ?? '', metadata.name ?? ''));
    }
  };

  const wakeOwner = ({ type, object }: Change<ReplicaSet>, queue: WorkQueue): void => {
    const owner = controllerOf(object);
    const { namespace = '', labels } = object.metadata;
    if (owner?.kind === 'Deployment') queue.add(`${namespace}/${owner.name}`);
    if (owner !== undefined || type === 'DELETED') return;
    for (const deployment of registry.list('deployments', namespace)) {
      if (matchesLabels(requirementsOf(deployment.spec?.selector), labels)) queue.add(keyOf(deployment));
    }
  };

  /** A Recreate waits for the last old pod to be gone, of which no ReplicaSet tells. */
  const wakeRecreate = ({ type, object }: Change<Pod>, queue: WorkQueue): void => {
    if (type !== 'DELETED') return;
    const deployment = deploymentOf(object);
    if (deployment?.spec?.strategy?.type === 'Recreate') queue.add(keyOf(deployment));
  };

  const deploymentOf = (pod: KubeObject): Deployment | undefined => {
    const { namespace = '' } = pod.metadata;
    const replicaSet = registry.find('replicasets', namespace, controllerOf(pod)?.name ?? '');
    const owner = replicaSet && controllerOf(replicaSet);
    return owner && registry.find('deployments', namespace, owner.name);
  };

  return runController(
    options,
    {
      deployments: ({ type, object }, queue) => {
        if (type !== 'DELETED') queue.add(keyOf(object));
      },
      replicasets: wakeOwner,
      pods: wakeRecreate,
    },
    reconcile,
  );
}
