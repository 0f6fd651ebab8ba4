/** `restartPolicy` of a pod. */
export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

/**
 * Says whether a container that ended with `exitCode` is started again under a policy.
 *
 * Source: pkg/kubelet/container/helpers.go (`ShouldContainerBeRestarted`).
 */
export function restartsAfter(exitCode: number, policy: RestartPolicy): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
