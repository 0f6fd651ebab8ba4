import type { Duplex } from 'node:stream';
import type { ReachableContainer } from '../containers.ts';
import type { Pod } from '../../machinery/objects.ts';
import { readReachedAt } from '@pod-contagion/notations';
import { dialHere } from './dial-here.ts';
import type { ApiContext } from '../context.ts';
import { runningContainers } from './pod-checks.ts';

type Place = Readonly<{ host: string; port: number }>;

/**
 * Connects to a port of a pod: where the pod answers, and where nobody does, to its localhost, as far as one of its containers
 * listens there. A real kubelet connects to the localhost of the pod, which is the whole machine's on most networks here.
 *
 * Rejects with an Error that says what containerd would. Source: containerd, internal/cri/server/sandbox_portforward_linux.go.
 */
export async function dialPod(
  { registry, runtime }: Pick<ApiContext, 'registry' | 'runtime'>,
  { metadata }: Pod,
  port: number,
): Promise<Duplex> {
  const { namespace = '', name = '', uid } = metadata;
  // As it is now: its address may have become another's since.
  const pod = registry.find('pods', namespace, name);
  if (pod === undefined || pod.metadata.uid !== uid || runningContainers(runtime, pod).length === 0) {
    throw new Error('sandbox container is not running');
  }
  const place = placeOf(pod, port);
  let why = 'connect: connection refused';
  try {
    if (place !== undefined) return await dialHere(place);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // As Go has it.
    if (code !== 'ECONNREFUSED') why = message;
  }
  const other = await listenerOf(runtime, pod, port);
  if (other !== undefined) return other.container.dial(other.place);
  const asked = place ?? { host: pod.status?.podIP ?? '', port };
  throw new Error(
    `failed to connect to localhost:${port} inside the pod: dial tcp ${asked.host}:${asked.port}: ${why}`,
  );
}

/** Where a port of a pod answers. Of an address that all pods share only the ports that it declares: others may be anybody's. */
function placeOf(pod: Pod, port: number): Place | undefined {
  const { host, ports } = readReachedAt(pod) ?? { host: pod.status?.podIP ?? '', ports: { [port]: port } };
  const itsPort = ports[port];
  return host === '' || itsPort === undefined ? undefined : { host, port: itsPort };
}

/** Where else a container of the pod listens on a port. */
async function listenerOf(
  runtime: ApiContext['runtime'],
  pod: Pod,
  port: number,
): Promise<Readonly<{ container: ReachableContainer; place: Place }> | undefined> {
  for (const container of runningContainers(runtime, pod)) {
    const place = (await container.listeners())?.find((listener) => listener.port === port);
    if (place !== undefined) return { container, place };
  }
  return undefined;
}
