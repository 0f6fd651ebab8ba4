import type { Container, Probe } from '@pod-contagion/api-server/objects';
import type { Reach } from './reach.ts';
import type { HttpProbe } from '../probes/http-probe.ts';
import type { TcpProbe } from '../probes/tcp-probe.ts';

type HttpGet = NonNullable<Probe['httpGet']>;
type TcpSocket = NonNullable<Probe['tcpSocket']>;

/** Finds a port by number or by its name among the container's; undefined where there is none of that name. */
export function portOf(port: number | string, container: Pick<Container, 'ports'>): number | undefined {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  if (named !== undefined) return named;
  return /^\d+$/.test(port) ? Number(port) : undefined;
}

/** Where an `httpGet` goes: the pod, unless it names another host. Source: pkg/probe/http/request.go (`NewRequestForHTTPGetAction`). */
export function httpTarget(
  { host = '', port, path = '', scheme, httpHeaders = [] }: HttpGet,
  container: Pick<Container, 'ports'>,
  reach: Reach,
  timeoutMs: number,
): HttpProbe | undefined {
  const number = portOf(port, container);
  if (number === undefined) return undefined;
  return {
    ...(host === '' ? reach(number) : { host, port: number }),
    path,
    scheme: scheme === 'HTTPS' ? 'https' : 'http',
    headers: httpHeaders,
    timeoutMs,
  };
}

/** Where a `tcpSocket` connects to. Source: pkg/kubelet/prober/prober.go (`runProbe`). */
export function tcpTarget(
  { host = '', port }: TcpSocket,
  container: Pick<Container, 'ports'>,
  reach: Reach,
  timeoutMs: number,
): TcpProbe | undefined {
  const number = portOf(port, container);
  if (number === undefined) return undefined;
  return { ...(host === '' ? reach(number) : { host, port: number }), timeoutMs };
}
