import { connect, type Socket } from 'node:net';
import type { Pod } from '../../machinery/objects.ts';
import { readReachedAt } from '../../machinery/reached-at.ts';
import type { ApiContext } from '../context.ts';
import { PORT_FORWARD_CONNECT_TIMEOUT_MS } from '../limits.ts';

type Place = Readonly<{ host: string; port: number }>;

/**
 * Connects to a port of a pod: where the pod answers, and where nobody does, at its localhost, as far as one of its containers
 * listens there: a real kubelet connects to the localhost of the pod, which is the whole machine's here.
 *
 * Rejects with an Error that says what containerd would. Source: containerd, internal/cri/server/sandbox_portforward_linux.go.
 */
export async function dialPod(
  { runtime }: Pick<ApiContext, 'runtime'>,
  pod: Pod,
  port: number,
): Promise<Socket> {
  const { host, ports } = readReachedAt(pod) ?? { host: pod.status?.podIP ?? '', ports: {} };
  const place = { host, port: ports[port] ?? port };
  try {
    return await dial(place);
  } catch (error) {
    const other = await listenerOf(runtime, pod, port);
    if (other !== undefined) return dial(other);
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
): Promise<Place | undefined> {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  for (const { name } of [...containers, ...initContainers, ...ephemeralContainers]) {
    const running = runtime.find(pod.metadata.uid ?? '', name);
    const found = (await running?.listeners())?.find((listener) => listener.port === port);
    if (found !== undefined) return found;
  }
  return undefined;
}

function dial(place: Place): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...place, allowHalfOpen: true, noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error('i/o timeout')), PORT_FORWARD_CONNECT_TIMEOUT_MS);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** As Go has it. */
function reasonOf(error: unknown, { host, port }: Place): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `dial tcp ${host}:${port}: ${code === 'ECONNREFUSED' ? 'connect: connection refused' : message}`;
}
