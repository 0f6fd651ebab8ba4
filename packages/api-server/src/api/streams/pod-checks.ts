import type { ReachableContainer } from '../containers.ts';
import type { Pod } from '../../machinery/objects.ts';
import { ApiError, badRequest } from '../../machinery/api-error.ts';
import type { ApiContext } from '../context.ts';

type Runtime = Pick<ApiContext['runtime'], 'find'>;

/** The containers of a pod that run now. */
export function runningContainers(runtime: Runtime, { metadata, spec }: Pod): ReachableContainer[] {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec ?? {};
  return [...containers, ...initContainers, ...ephemeralContainers].flatMap(
    ({ name }) => runtime.find(metadata.uid ?? '', name) ?? [],
  );
}

/**
 * Checks that a pod runs, as far as its node knows.
 *
 * Source: pkg/registry/core/pod/strategy.go (`PortForwardLocation`), pkg/kubelet/kubelet_pods.go (`GetPortForward`).
 * @throws {ApiError} 400 where it is on no node yet, 500 where nothing of it runs.
 */
export function checkRunning(runtime: Runtime, pod: Pod): void {
  checkNode(pod);
  const { name = '', namespace = '' } = pod.metadata;
  if (runningContainers(runtime, pod).length > 0) return;
  throw nodeError(`pod not found (${JSON.stringify(`${name}_${namespace}`)})`);
}

/** @throws {ApiError} 400 where a pod is on no node yet. */
export function checkNode({ metadata, spec }: Pod): void {
  if ((spec?.nodeName ?? '') === '') throw badRequest(`pod ${metadata.name} does not have a host assigned`);
}

/**
 * The container that is meant, as it runs.
 * @throws {ApiError} 500 with this message where it does not.
 */
export function findRunning(
  runtime: Runtime,
  { metadata }: Pod,
  container: string,
  message: string,
): ReachableContainer {
  const found = runtime.find(metadata.uid ?? '', container);
  if (found === undefined) throw nodeError(message);
  return found;
}

/** What a kubelet answers where it can't do what it is asked to. */
function nodeError(message: string): ApiError {
  return new ApiError(500, 'InternalError', message);
}
