import { isDeepStrictEqual } from 'node:util';
import type { Endpoints, EndpointSlice, KubeObject, Service } from '@pod-contagion/api-server/objects';
import { runController, type Controller, type ControllerOptions } from '../control-loop/controller.ts';

const NAMESPACE = 'default';
const NAME = 'kubernetes';
const PORT_NAME = 'https';
const SERVICE_PORT = 443;

/** Where the API server listens. */
export type KubernetesServiceOptions = ControllerOptions &
  Readonly<{
    address: string;
    port: number;
    /** Address of the Service; the certificate of the API server has it. */
    clusterIp: string;
  }>;

/**
 * Keeps the Service `kubernetes` with its Endpoints and EndpointSlice, by which pods find the API server.
 *
 * Source: pkg/controlplane/controller/kubernetesservice/controller.go, pkg/controlplane/reconcilers.
 */
export function startKubernetesServiceController(options: KubernetesServiceOptions): Controller {
  const { registry, address, port, clusterIp } = options;
  const metadata = { name: NAME, namespace: NAMESPACE };
  const ports = [{ name: PORT_NAME, port, protocol: 'TCP' }];
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      type: 'ClusterIP',
      clusterIP: clusterIp,
      ports: [{ name: PORT_NAME, port: SERVICE_PORT, protocol: 'TCP', targetPort: port }],
      sessionAffinity: 'None',
    },
  };
  const endpoints: Endpoints = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: address }], ports }],
  };
  const slice: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': NAME } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
    ports,
  };

  const reconcile = (): void => {
    if (registry.find('services', NAMESPACE, NAME) === undefined) registry.create('services', service);
    const presentEndpoints = registry.find('endpoints', NAMESPACE, NAME);
    if (presentEndpoints === undefined) registry.create('endpoints', endpoints);
    else if (!isDeepStrictEqual(presentEndpoints.subsets, endpoints.subsets)) {
      registry.update('endpoints', { ...presentEndpoints, subsets: endpoints.subsets });
    }
    const presentSlice = registry.find('endpointslices', NAMESPACE, NAME);
    if (presentSlice === undefined) registry.create('endpointslices', slice);
    else if (!isDeepStrictEqual(presentSlice.endpoints, slice.endpoints)) {
      registry.update('endpointslices', { ...presentSlice, endpoints: slice.endpoints, ports });
    }
  };

  const isOurs = ({ metadata: { namespace, name } }: KubeObject): boolean =>
    namespace === NAMESPACE && name === NAME;
  return runController(
    options,
    {
      namespaces: ({ type, object }, queue) => {
        if (type === 'ADDED' && object.metadata.name === NAMESPACE) queue.add(NAME);
      },
      services: ({ object }, queue) => {
        if (isOurs(object)) queue.add(NAME);
      },
      endpoints: ({ object }, queue) => {
        if (isOurs(object)) queue.add(NAME);
      },
      endpointslices: ({ object }, queue) => {
        if (isOurs(object)) queue.add(NAME);
      },
    },
    reconcile,
  );
}
