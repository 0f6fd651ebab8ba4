import { ApiError } from '@pod-contagion/api-server/registry';
import type { ReplicaSet } from '@pod-contagion/api-server/objects';
import { messageOf } from '../../errors.ts';
import { controllerReference, isControlledBy } from '../../control-loop/owner-references.ts';
import { newReplicaSetAnnotations, replicasAnnotations, REVISION, revisionOf } from './annotations.ts';
import { condition, findCondition, REASON, setCondition } from './conditions.ts';
import { sizeForRollout } from './rolling-update.ts';
import { allOf, type ReplicaSets } from './replica-sets.ts';
import { progressDeadlineSeconds, writeStatus, type Rollout } from './rollout.ts';
import { equalTemplates, TEMPLATE_HASH_LABEL, templateHash } from './template-hash.ts';

/**
 * Brings annotations, revision and minReadySeconds of the ReplicaSet of the present template up to date, or makes that
 * ReplicaSet.
 *
 * Source: pkg/controller/deployment/sync.go (`getNewReplicaSet`).
 */
export function withCurrent(
  rollout: Rollout,
  replicaSets: ReplicaSets,
): ReplicaSets & { current: ReplicaSet } {
  const revision = Math.max(0, ...replicaSets.old.map(revisionOf)) + 1;
  const current =
    replicaSets.current === undefined
      ? createCurrent(rollout, replicaSets, revision)
      : updateCurrent(rollout, replicaSets.current, revision);
  return { ...replicaSets, current };
}

/** As withCurrent, but makes nothing. */
export function withUpdatedCurrent(rollout: Rollout, replicaSets: ReplicaSets): ReplicaSets {
  return replicaSets.current === undefined ? replicaSets : withCurrent(rollout, replicaSets);
}

function updateCurrent(rollout: Rollout, present: ReplicaSet, revision: number): ReplicaSet {
  const { registry, deployment, clock } = rollout;
  const { namespace = '', name = '' } = present.metadata;
  const { minReadySeconds } = deployment.spec ?? {};
  const current = registry.modify('replicasets', namespace, name, (draft) => {
    draft.metadata.annotations = newReplicaSetAnnotations(
      deployment,
      draft.metadata.annotations ?? {},
      revision,
    );
    if (draft.spec === undefined) return;
    if (minReadySeconds === undefined) delete draft.spec.minReadySeconds;
    else draft.spec.minReadySeconds = minReadySeconds;
  });
  writeStatus(rollout, (status, draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [REVISION]: String(revisionOf(current)) };
    if (progressDeadlineSeconds(deployment) === undefined || findCondition(status, 'Progressing')) return;
    const message = `Found new replica set "${name}"`;
    setCondition(status, condition('Progressing', 'True', REASON.foundNewReplicaSet, message, clock.nowMs()));
  });
  return current;
}

function createCurrent(rollout: Rollout, replicaSets: ReplicaSets, revision: number): ReplicaSet {
  const { registry, recorder, deployment, clock } = rollout;
  const wanted = currentReplicaSet(rollout, replicaSets, revision);
  const created = createOrFind(rollout, wanted);
  const { name = '' } = created.metadata;
  const size = wanted.spec?.replicas ?? 0;
  if (size > 0) {
    const message = `Scaled up replica set ${name} from 0 to ${size}`;
    recorder.record(deployment, 'Normal', 'ScalingReplicaSet', message);
  }
  writeStatus(rollout, (status, draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [REVISION]: String(revision) };
    if (progressDeadlineSeconds(deployment) === undefined) return;
    const message = `Created new replica set "${name}"`;
    setCondition(status, condition('Progressing', 'True', REASON.newReplicaSet, message, clock.nowMs()));
  });
  return registry.get('replicasets', created.metadata.namespace ?? '', name);
}

function currentReplicaSet({ deployment }: Rollout, replicaSets: ReplicaSets, revision: number): ReplicaSet {
  const { spec, metadata, status } = deployment;
  const template = spec?.template ?? {};
  const hash = templateHash(template, status?.collisionCount);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
  const { minReadySeconds } = spec ?? {};
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace ?? '',
      labels,
      annotations: {
        ...newReplicaSetAnnotations(deployment, {}, revision),
        ...replicasAnnotations(deployment),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: sizeForRollout(deployment, allOf(replicaSets), 0),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: {
        ...spec?.selector,
        matchLabels: { ...spec?.selector?.matchLabels, [TEMPLATE_HASH_LABEL]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

function createOrFind(rollout: Rollout, wanted: ReplicaSet): ReplicaSet {
  const { registry, recorder, deployment, clock } = rollout;
  const { namespace = '', name = '' } = wanted.metadata;
  try {
    return registry.create('replicasets', wanted);
  } catch (error) {
    if (error instanceof ApiError && error.status.reason === 'AlreadyExists') {
      const taken = registry.get('replicasets', namespace, name);
      if (
        isControlledBy(taken, deployment) &&
        equalTemplates(taken.spec?.template, deployment.spec?.template)
      ) {
        return taken;
      }
      // The next attempt hashes another number in, and so gets another name.
      writeStatus(rollout, (status) => {
        status.collisionCount = (status.collisionCount ?? 0) + 1;
      });
      throw error;
    }
    const message = `Failed to create new replica set "${name}": ${messageOf(error)}`;
    if (progressDeadlineSeconds(deployment) !== undefined) {
      writeStatus(rollout, (status) =>
        setCondition(
          status,
          condition('Progressing', 'False', REASON.replicaSetCreateError, message, clock.nowMs()),
        ),
      );
    }
    recorder.record(deployment, 'Warning', REASON.replicaSetCreateError, message);
    throw error;
  }
}
