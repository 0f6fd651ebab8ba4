import type { Duplex, Writable } from 'node:stream';
import { describeError } from '@pod-contagion/errors';
import type { Pod } from '../../machinery/objects.ts';
import type { ApiContext } from '../context.ts';
import { carry } from './carry.ts';
import { dialPod } from './pod-dialer.ts';

/**
 * Forwards one connection to a port of a pod; what goes wrong is written to the error stream, which is ended in any case.
 * Never rejects.
 *
 * Source: cri-streaming/pkg/streaming/portforward/httpstream.go (`portForward`).
 */
export async function forward(
  context: Pick<ApiContext, 'registry' | 'runtime'>,
  pod: Pod,
  port: number,
  data: Duplex,
  errors: Writable,
): Promise<void> {
  // The client may give it up while the pod is still being asked.
  try {
    const connection = await dialPod(context, pod, port);
    if (data.destroyed) connection.destroy();
    else await carry(data, connection);
    errors.end();
  } catch (error) {
    const { name = '', uid = '' } = pod.metadata;
    errors.end(`error forwarding port ${port} to pod ${name}, uid ${uid}: ${describeError(error)}`);
    data.destroy();
  }
}
