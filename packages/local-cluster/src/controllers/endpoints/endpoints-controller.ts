import { isDeepStrictEqual } from 'node:util';
import type { Endpoints, Service } from '@pod-contagion/api-server/objects';
import { unlessNotFound } from '../../control-loop/errors.ts';
import {
  keyOf,
  parseKey,
  runController,
  type Controller,
  type ControllerOptions,
} from '../../control-loop/controller.ts';
import { affectedServices, choosesPods, isHeadless, podsOf } from './service-pods.ts';
import { endpointsSubsets } from './subsets.ts';

/** Changes of pods that come this close together are written as one, in milliseconds. */
const ENDPOINTS_BATCH_MS = 50;

const HEADLESS_LABEL = 'service.kubernetes.io/headless';
const MANAGED_BY_LABEL = 'endpoints.kubernetes.io/managed-by';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

/**
 * Keeps one Endpoints for each Service that chooses pods: the older form of the EndpointSlices, for clients that read it.
 *
 * Source: pkg/controller/endpoint/endpoints_controller.go.
 */
export function startEndpointsController(options: ControllerOptions): Controller {
  const { registry } = options;

  const reconcile = (key: string): void => {
    const { namespace, name } = parseKey(key);
    const service = registry.find('services', namespace, name);
    if (service === undefined) {
      // An Endpoints has no owner that the garbage collector could see go.
      unlessNotFound(() => registry.delete('endpoints', namespace, name));
      return;
    }
    if (!choosesPods(service)) return;
    const wanted = endpointsFor(service);
    const present = registry.find('endpoints', namespace, name);
    if (present === undefined) {
      registry.create('endpoints', wanted);
      return;
    }
    if (isSame(present, wanted)) return;
    registry.update('endpoints', {
      ...present,
      metadata: {
        ...present.metadata,
        labels: wanted.metadata.labels,
        annotations: annotationsOf(present, wanted),
      },
      subsets: wanted.subsets,
    });
  };

  const endpointsFor = (service: Service): Endpoints => {
    const { name = '', namespace = '' } = service.metadata;
    const { subsets, isTruncated } = endpointsSubsets(service, podsOf(registry, service));
    return {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {
        name,
        namespace,
        labels: labelsFor(service),
        ...(isTruncated ? { annotations: { [OVER_CAPACITY]: 'truncated' } } : {}),
      },
      subsets,
    };
  };

  return runController(
    options,
    {
      services: ({ object }, queue) => queue.add(keyOf(object)),
      pods: (change, queue) => {
        for (const key of affectedServices(registry, change)) queue.addAfter(key, ENDPOINTS_BATCH_MS);
      },
      endpoints: ({ type, object }, queue) => {
        if (type === 'DELETED') queue.addAfter(keyOf(object), ENDPOINTS_BATCH_MS);
      },
    },
    reconcile,
  );
}

function labelsFor(service: Service): Record<string, string> {
  const { [HEADLESS_LABEL]: _, ...labels } = service.metadata.labels ?? {};
  return {
    ...labels,
    [MANAGED_BY_LABEL]: 'endpoint-controller',
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
  };
}

/** The annotations of others stay. */
function annotationsOf(present: Endpoints, wanted: Endpoints): Record<string, string> {
  const { [OVER_CAPACITY]: _, ...others } = present.metadata.annotations ?? {};
  return { ...others, ...wanted.metadata.annotations };
}

function isSame(present: Endpoints, wanted: Endpoints): boolean {
  return (
    isDeepStrictEqual({ ...present.metadata.labels }, wanted.metadata.labels) &&
    (present.metadata.annotations?.[OVER_CAPACITY] === undefined) ===
      (wanted.metadata.annotations === undefined) &&
    isDeepStrictEqual(present.subsets ?? [], wanted.subsets)
  );
}
