import { request } from 'undici';
import { freePort } from '../testing/free-port.ts';
import { until } from '../testing/until.ts';
import { RESTARTED, type ScenePod } from './scene.ts';
import { itemsOf, type Place } from './stage.ts';

/** What stands where a page has names and addresses of its own; undefined where this cluster has none. */
export type Facts = Readonly<{
  namespace: string;
  deployment: string;
  /** How many podders that makes, where it is not the 50 of the pages. */
  podders: number | undefined;
  nodes: readonly string[];
  podder: string | undefined;
  podderAddress: string | undefined;
  restarted: string | undefined;
  web: string | undefined;
  /** A network in which the pods' addresses are, as a CIDR. */
  podNetwork: string | undefined;
  /** HOST or HOST:PORT at which the podders' Service answers. */
  service: string | undefined;
  freePort: number;
  /** Where files are written that a page has in /tmp, which others have too. */
  folder: string;
}>;

/** How long a place is asked whether the Service answers there, in ms. */
const ASK_LIMIT_MS = 2_000;

/** Reads all that a command may need of what is there now. */
export async function readFacts(place: Place, pods: readonly ScenePod[], command: string): Promise<Facts> {
  const of = (app: string): ScenePod | undefined =>
    pods.find(({ metadata }) => metadata.labels?.['app'] === app && metadata.name !== RESTARTED);
  const podder = of('podder');
  const address = podder?.status.podIP;
  return {
    namespace: place.namespace,
    deployment: place.deployment,
    podders: place.stage.podders,
    nodes: (await nodesOf(place)).map(({ metadata }) => metadata.name),
    podder: podder?.metadata.name,
    podderAddress: address,
    restarted:
      pods.find(({ metadata }) => metadata.name === RESTARTED)?.metadata.name ?? podder?.metadata.name,
    web: of('web')?.metadata.name,
    podNetwork: (of('web') ?? podder)?.status.podIP?.replace(/\.\d+\.\d+$/, '.0.0/16'),
    service: command.includes('/face') ? await serviceOf(place) : undefined,
    freePort: await freePort(),
    folder: place.stage.folder,
  };
}

type Service = Readonly<{
  metadata: Readonly<{ name: string }>;
  spec: Readonly<{ clusterIP: string; ports: readonly Readonly<{ port: number; nodePort: number }>[] }>;
  status: Readonly<{ loadBalancer: Readonly<{ ingress?: readonly Readonly<{ ip?: string }>[] }> }>;
}>;

type Node = Readonly<{
  metadata: Readonly<{ name: string }>;
  status: Readonly<{ addresses: readonly Readonly<{ type: string; address: string }>[] }>;
}>;

function nodesOf(place: Place): Promise<readonly Node[]> {
  return itemsOf(place, '/api/v1/nodes');
}

/** Its load balancer, its own address, a port of a node: the first that answers from here. */
async function serviceOf(place: Place): Promise<string | undefined> {
  const services = await itemsOf<Service>(place, '/api/v1/namespaces/NAMESPACE/services');
  const service = services.find(({ metadata }) => metadata.name === 'podder');
  if (service === undefined) return undefined;
  const [{ port, nodePort } = { port: 80, nodePort: 0 }] = service.spec.ports;
  const nodes = (await nodesOf(place)).flatMap(({ status }) => status.addresses);
  const candidates = [
    ...(service.status.loadBalancer.ingress ?? []).flatMap(({ ip }) =>
      ip === undefined ? [] : `${ip}:${port}`,
    ),
    `${service.spec.clusterIP}:${port}`,
    ...nodes.flatMap(({ type, address }) => (type === 'InternalIP' ? `${address}:${nodePort}` : [])),
  ];
  const limitMs = candidates.length * ASK_LIMIT_MS * 2;
  const answering = async (): Promise<string | undefined> => {
    for (const candidate of candidates) if (await answers(candidate)) return candidate.replace(/:80$/, '');
    return undefined;
  };
  return until('the Service to answer', answering, limitMs).catch(() => undefined);
}

/** Asks as nobody who sneezes would. */
async function answers(place: string): Promise<boolean> {
  try {
    const options = { headersTimeout: ASK_LIMIT_MS, bodyTimeout: ASK_LIMIT_MS };
    const { statusCode, body } = await request(`http://${place}/face`, {
      ...options,
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(ASK_LIMIT_MS),
    });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}
