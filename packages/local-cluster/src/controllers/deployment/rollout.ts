import type { Clock, Deployment } from '@pod-contagion/api-server/objects';
import type { EventRecorder } from '../../control-loop/recorder.ts';
import type { Registry } from '@pod-contagion/api-server/registry';
import type { DeploymentStatus } from './conditions.ts';

/** One pass over a Deployment. */
export type Rollout = {
  readonly registry: Registry;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  /** As it is now: replaced by what was stored whenever the pass writes it. */
  deployment: Deployment;
};

/** Writes status and annotations of the Deployment. */
export function writeStatus(
  rollout: Rollout,
  change: (status: DeploymentStatus, draft: Deployment) => DeploymentStatus | void,
): void {
  const { namespace = '', name = '' } = rollout.deployment.metadata;
  rollout.deployment = rollout.registry.modify(
    'deployments',
    namespace,
    name,
    (draft) => {
      const status = draft.status ?? {};
      draft.status = change(status, draft) ?? status;
    },
    { subresource: 'status' },
  );
}

/** Largest int32, by which a Deployment says that it has no deadline. */
const NO_DEADLINE = 2_147_483_647;

/** Seconds a rollout may be without progress; undefined for any time. Source: deployment_util.go (`HasProgressDeadline`). */
export function progressDeadlineSeconds({ spec }: Deployment): number | undefined {
  return spec?.progressDeadlineSeconds === NO_DEADLINE ? undefined : spec?.progressDeadlineSeconds;
}

/** How many replicas a Deployment asks for. */
export function desiredReplicas({ spec }: Deployment): number {
  return spec?.replicas ?? 1;
}
