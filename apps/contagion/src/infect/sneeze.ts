import { isStatus, messageOf, refused, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { ContagionError } from '../errors.ts';
import { translated } from '../kubernetes/client.ts';

/** A Service as far as sneezing through it goes. */
export type ServiceFacts = Readonly<{
  namespace: string;
  name: string;
  selector: Readonly<Record<string, string>>;
  /** Name or number of the port, as the proxy of the API server takes it. */
  port: string;
}>;

/** What a sneeze carries; the same fields as podders send, see docs/reference.md. */
export type Sneeze = Readonly<{ strain: string; from: string; generation: number }>;

type ServiceObject = Readonly<{
  spec?: { selector?: Record<string, string>; ports?: { name?: string; port: number }[] };
}>;

/**
 * Looks a Service up.
 * @throws {ContagionError} CONTAGION_API where there is none, or it has no port.
 */
export async function findService(
  client: ApiClient,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<ServiceFacts> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}`;
  const service = await client.json<ServiceObject>({ path, signal }).catch((cause: unknown) => {
    throw isStatus(cause, 404)
      ? new ContagionError(
          'CONTAGION_API',
          `expected a Service ${name} in namespace ${namespace}, got none`,
          {
            cause,
          },
        )
      : cause;
  });
  const [port] = service.spec?.ports ?? [];
  if (port === undefined) {
    throw new ContagionError('CONTAGION_API', `expected a port of Service ${name}, got none`);
  }
  return {
    namespace,
    name,
    selector: service.spec?.selector ?? {},
    port: port.name || String(port.port),
  };
}

/**
 * Sneezes at a Service through the API server, so that it works from wherever that can be reached; returns what the
 * podder answered.
 * @throws {ContagionError} CONTAGION_NOT_INFECTED where none answered, CONTAGION_API, CONTAGION_UNREACHABLE.
 */
export async function sneezeThrough(
  client: ApiClient,
  { namespace, name, port }: ServiceFacts,
  { strain, from, generation }: Sneeze,
  signal?: AbortSignal,
): Promise<string> {
  const request = {
    method: 'POST',
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}:${encodeURIComponent(port)}/proxy/face`,
    body: new URLSearchParams({
      action: 'achoo',
      from,
      generation: String(generation),
      strain,
    }).toString(),
    contentType: 'application/x-www-form-urlencoded',
    signal,
  } as const;
  const { status, text } = await client.ask(request);
  if (status === 200) return text.trim();
  // 502 to 504: no endpoint, or one whose face closed meanwhile; the API server's words tell which.
  if (status === 502 || status === 503 || status === 504) {
    throw new ContagionError(
      'CONTAGION_NOT_INFECTED',
      `expected a podder behind Service ${name}, got ${status}: ${messageOf(text)}`,
      { cause: { status } },
    );
  }
  throw translated(refused(request, status, text));
}
