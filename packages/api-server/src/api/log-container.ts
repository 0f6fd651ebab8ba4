import type { ContainerStatus, Pod } from '../machinery/objects.ts';
import { badRequest } from '../machinery/api-error.ts';

/**
 * Which container's log is meant: the one asked for, or the only one.
 *
 * Source: pkg/registry/core/pod/strategy.go (`validateContainer`).
 * @throws {ApiError} 400 where there is none of that name, or a choice.
 */
export function chooseContainer(pod: Pod, asked: string): string {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const podName = pod.metadata.name ?? '';
  if (asked !== '') {
    if ([...containers, ...initContainers, ...ephemeralContainers].some(({ name }) => name === asked))
      return asked;
    throw badRequest(`container ${asked} is not valid for pod ${podName}`);
  }
  const [only, ...others] = containers;
  if (only !== undefined && others.length === 0) return only.name;
  const names = (list: readonly { name: string }[]): string => `[${list.map(({ name }) => name).join(' ')}]`;
  const init = initContainers.length === 0 ? '' : ` or one of the init containers: ${names(initContainers)}`;
  throw badRequest(
    `a container name must be specified for pod ${podName}, choose one of: ${names(containers)}${init}`,
  );
}

/** What is said of a log before an image is there, by the reason of waiting. */
const WAITING: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

/**
 * Which instance of a container a log is asked of: the latest that ran, or the one before it.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`validateContainerLogStatus`).
 * @throws {ApiError} 400 where there was none.
 */
export function chooseInstance(pod: Pod, container: string, previous: boolean): 'latest' | 'before' {
  const subject = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)}`;
  const found = statusOf(pod, container);
  if (found === undefined) throw badRequest(`${subject} is not available`);
  const { running, terminated, waiting } = found.state ?? {};
  const last = found.lastState?.terminated;
  const hasPresent = running !== undefined || terminated !== undefined;
  if (previous) {
    // One that was removed has left no id that its log could be found by.
    if (!last?.containerID) throw badRequest(`previous terminated ${subject} not found`);
    // While it waits to be restarted the one that ended last is the latest there was.
    return hasPresent ? 'before' : 'latest';
  }
  if (hasPresent || last?.containerID) return 'latest';
  if (last !== undefined) throw badRequest(`${subject} is terminated`);
  if (waiting === undefined) throw badRequest(`${subject} is waiting to start - no logs yet`);
  const { reason = '' } = waiting;
  throw badRequest(
    `${subject} is waiting to start: ${Object.hasOwn(WAITING, reason) ? WAITING[reason] : reason}`,
  );
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const all = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  return all.find(({ name }) => name === container);
}
