import type { V1Pod } from '@kubernetes/client-node';
import { ChaosError, usageError } from '../errors.ts';
import { containerStatus, longRunningContainers, longRunningStatuses } from '../targets/pod-containers.ts';

/** What kubectl takes for the container that is meant; source: kubernetes.io/docs/reference/labels-annotations-taints. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** The beginning of ids of containers in the local cluster, which are plain processes of the machine. */
const LOCAL = 'local://';

/**
 * The name of the container that is meant, which may be a sidecar: the one given, else the one that kubectl would take,
 * else the only one that is no sidecar.
 * @throws {ChaosError} CHAOS_USAGE where there is none of that name, or none is named and there are several
 */
export function containerToKill(pod: V1Pod, wanted: string | undefined): string {
  const { metadata, spec } = pod;
  const names = longRunningContainers(pod).map(({ name }) => name);
  const [only, ...others] = spec?.containers ?? [];
  const name =
    wanted ?? metadata?.annotations?.[DEFAULT_CONTAINER] ?? (others.length === 0 ? only?.name : undefined);
  if (name !== undefined && names.includes(name)) return name;
  const where = `pod ${metadata?.namespace}/${metadata?.name}`;
  throw usageError(
    `expected a container of ${where} (${names.join(', ')}), got ${name === undefined ? 'none' : JSON.stringify(name)}`,
  );
}

/** Why a container can't be killed now, as it does not run; undefined where it does. */
export function whyNotRunning(pod: V1Pod, container: string): string | undefined {
  const state = containerStatus(pod, container)?.state;
  if (state?.running !== undefined) return undefined;
  const why = state?.waiting?.reason ?? state?.terminated?.reason ?? 'no status yet';
  return `container ${container} does not run: ${why}`;
}

/**
 * Refuses a pod in which process 1 is not the container's own: with hostPID it is the node's init, with
 * shareProcessNamespace the whole pod's.
 * @throws {ChaosError} CHAOS_REFUSED
 */
export function refuseSharedProcesses({ metadata, spec }: V1Pod): void {
  const pod = `pod ${metadata?.namespace}/${metadata?.name}`;
  if (spec?.hostPID === true) {
    throw new ChaosError(
      'CHAOS_REFUSED',
      `${pod} has hostPID: its process 1 is its node's, no flag lifts this`,
    );
  }
  if (spec?.shareProcessNamespace === true) {
    throw new ChaosError(
      'CHAOS_REFUSED',
      `${pod} has shareProcessNamespace: its process 1 is no container's; kill the pod instead`,
    );
  }
}

/** Why nothing is run in a container of the local cluster that is to end its process 1. */
export const NO_LOCAL_EXEC =
  "containers of the local cluster are plain processes, in which process 1 is the machine's own: use the agent";

/** Whether a pod is one of the local cluster. */
export function isLocalPod(pod: Pick<V1Pod, 'spec' | 'status'>): boolean {
  return longRunningStatuses(pod).some(({ containerID }) => containerID?.startsWith(LOCAL) === true);
}

/**
 * Refuses to run anything in a container of the local cluster: a process there that sent a signal to process 1 would hit
 * the machine's own.
 * @throws {ChaosError} CHAOS_REFUSED
 */
export function refuseLocalExec(pod: V1Pod): void {
  if (isLocalPod(pod)) throw new ChaosError('CHAOS_REFUSED', NO_LOCAL_EXEC);
}
