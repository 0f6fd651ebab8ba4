import { isDeepStrictEqual } from 'node:util';
import type { EndpointSlice, Pod, Service } from '@pod-contagion/api-server/objects';
import { unlessNotFound } from '../../control-loop/errors.ts';
import {
  keyOf,
  parseKey,
  runController,
  type Controller,
  type ControllerOptions,
} from '../../control-loop/controller.ts';
import { controllerReference } from '../../control-loop/owner-references.ts';
import { isEnded, isReady } from '../../control-loop/pod-state.ts';
import { endpointAddress, endpointPorts } from './ports.ts';
import {
  affectedServices,
  choosesPods,
  hostnameFor,
  isHeadless,
  podsOf,
  targetReference,
} from './service-pods.ts';
import { planSlices, type Endpoint, type Group } from './slices.ts';
import { createUndeclaredPorts } from './undeclared-ports.ts';

/** Label by which a slice belongs to a Service. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';
const HEADLESS_LABEL = 'service.kubernetes.io/headless';

/** Changes of pods that come this close together are written as one, in milliseconds. */
export const SLICE_BATCH_MS = 20;

/**
 * Lists the pods of each Service in EndpointSlices of at most 100, with what is known of their readiness.
 *
 * Source: pkg/controller/endpointslice/endpointslice_controller.go, staging/src/k8s.io/endpointslice/reconciler.go.
 */
export function startEndpointSliceController(options: ControllerOptions): Controller {
  const { registry, recorder } = options;
  const undeclared = createUndeclaredPorts(recorder);

  const reconcile = (key: string): void => {
    const { namespace, name } = parseKey(key);
    const service = registry.find('services', namespace, name);
    if (service === undefined) undeclared.forget(key);
    // What belongs to a Service that is gone is left to the garbage collector.
    if (service === undefined || !choosesPods(service)) return;
    const pods = podsOf(registry, service);
    undeclared.look(service, pods);
    const slices = slicesOf(service);
    const plan = planSlices(groupsOf(service, pods), slices);
    const updated = new Map(plan.update.map(({ slice, endpoints }) => [slice, endpoints]));
    const removed = new Set(plan.remove);
    for (const slice of slices) {
      const endpoints = updated.get(slice);
      if (removed.has(slice))
        unlessNotFound(() => registry.delete('endpointslices', namespace, nameOf(slice)));
      else if (endpoints !== undefined || !hasLabels(service, slice)) {
        unlessNotFound(() =>
          registry.update('endpointslices', {
            ...slice,
            metadata: { ...slice.metadata, labels: labelsFor(service) },
            endpoints: [...(endpoints ?? slice.endpoints ?? [])],
          }),
        );
      }
    }
    for (const { ports, endpoints } of plan.create) {
      registry.create('endpointslices', newSlice(service, [...ports], [...endpoints]));
    }
  };

  const slicesOf = ({ metadata }: Service): EndpointSlice[] =>
    registry
      .list('endpointslices', metadata.namespace)
      .filter(
        (slice) =>
          slice.metadata.labels?.[SERVICE_NAME_LABEL] === metadata.name &&
          slice.metadata.labels?.[MANAGED_BY_LABEL] === MANAGER &&
          slice.metadata.deletionTimestamp === undefined,
      );

  return runController(
    options,
    {
      services: ({ object }, queue) => queue.add(keyOf(object)),
      pods: (change, queue) => {
        for (const key of affectedServices(registry, change)) queue.addAfter(key, SLICE_BATCH_MS);
      },
      endpointslices: ({ type, object: { metadata } }, queue) => {
        // Only what others do to a slice matters here, and the most they do is delete one.
        const service = metadata.labels?.[SERVICE_NAME_LABEL];
        if (type === 'DELETED' && metadata.labels?.[MANAGED_BY_LABEL] === MANAGER && service !== undefined) {
          queue.addAfter(`${metadata.namespace}/${service}`, SLICE_BATCH_MS);
        }
      },
    },
    reconcile,
  );
}

function nameOf({ metadata }: EndpointSlice): string {
  return metadata.name ?? '';
}

/** Endpoints by the ports their pods have. */
function groupsOf(service: Service, pods: readonly Pod[]): Group[] {
  const groups = new Map<
    string,
    { ports: ReturnType<typeof endpointPorts>; endpoints: Map<string, Endpoint> }
  >();
  for (const pod of pods) {
    if (isEnded(pod) || (pod.status?.podIP ?? '') === '') continue;
    const ports = endpointPorts(service, pod);
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, endpoints: new Map() };
    groups.set(key, group);
    group.endpoints.set(pod.metadata.uid ?? '', endpointOf(service, pod));
  }
  return [...groups.values()];
}

/** Source: staging/src/k8s.io/endpointslice/utils.go (`podToEndpoint`). */
function endpointOf(service: Service, pod: Pod): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const hostname = hostnameFor(service, pod);
  const { nodeName } = pod.spec ?? {};
  return {
    addresses: [endpointAddress(pod)],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: targetReference(pod),
  };
}

function newSlice(service: Service, ports: EndpointSlice['ports'], endpoints: Endpoint[]): EndpointSlice {
  const { name = '', namespace = '' } = service.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: labelsFor(service),
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  };
}

/** Those of the Service, and three of its own. Source: utils.go (`setEndpointSliceLabels`). */
function labelsFor(service: Service): Record<string, string> {
  const { [HEADLESS_LABEL]: _, ...labels } = service.metadata.labels ?? {};
  return {
    ...labels,
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
    [SERVICE_NAME_LABEL]: service.metadata.name ?? '',
    [MANAGED_BY_LABEL]: MANAGER,
  };
}

function hasLabels(service: Service, { metadata }: EndpointSlice): boolean {
  return isDeepStrictEqual({ ...metadata.labels }, labelsFor(service));
}
