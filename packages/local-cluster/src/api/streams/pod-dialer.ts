import type { Duplex } from 'node:stream';
import type { RunningContainer } from '../../kubelet/runtime-types.ts';
import type { Pod } from '../../machinery/objects.ts';
import { readReachedAt } from '../../machinery/reached-at.ts';
import { dialHere } from '../../runtime/dial.ts';
import type { ApiContext } from '../context.ts';

type Place = Readonly<{ host: string; port: number }>;

/**
 * Connects to a port of a pod: where the pod answers, and where nobody does, to its localhost, as far as one of its containers
 * listens there. A real kubelet connects to the localhost of the pod, which is the whole machine's on most networks here.
 *
 * Rejects with an Error that says what containerd would. Source: containerd, internal/cri/server/sandbox_portforward_linux.go.
 */
export async function dialPod(
  { runtime }: Pick<ApiContext, 'runtime'>,
  pod: Pod,
  port: number,
): Promise<Duplex> {
  const { host, ports } = readReachedAt(pod) ?? { host: pod.status?.podIP ?? '', ports: {} };
  const place = { host, port: ports[port] ?? port };
  try {
    return await dialHere(place);
  } catch (error) {
    const other = await listenerOf(runtime, pod, port);
    if (other !== undefined) return other.container.dial(other.place);
    throw new Error(`failed to connect to localhost:${port} inside the pod: ${reasonOf(error, place)}`, {
      cause: error,
    });
  }
}

/** Where else a container of the pod listens on a port. */
async function listenerOf(
  runtime: ApiContext['runtime'],
  pod: Pod,
  port: number,
): Promise<Readonly<{ container: RunningContainer; place: Place }> | undefined> {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  for (const { name } of [...containers, ...initContainers, ...ephemeralContainers]) {
    const container = runtime.find(pod.metadata.uid ?? '', name);
    const place = (await container?.listeners())?.find((listener) => listener.port === port);
    if (container !== undefined && place !== undefined) return { container, place };
  }
  return undefined;
}

/** As Go has it. */
function reasonOf(error: unknown, { host, port }: Place): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `dial tcp ${host}:${port}: ${code === 'ECONNREFUSED' ? 'connect: connection refused' : message}`;
}
