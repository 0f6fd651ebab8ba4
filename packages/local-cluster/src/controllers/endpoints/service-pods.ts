import { matchesLabels, readReachedAt, requirementsOf } from '@pod-contagion/notations';
import type { KubeObject, Pod, Service } from '@pod-contagion/api-server/objects';
import type { Change, Registry } from '@pod-contagion/api-server/registry';
import { keyOf } from '../../control-loop/controller.ts';
import { isEnded, isReady } from '../../control-loop/pod-state.ts';

/** Says whether a Service chooses pods itself; one without a selector, or for a name elsewhere, does not. */
export function choosesPods({ spec }: Service): boolean {
  return spec?.type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0;
}

/** Says whether a Service chooses a pod. */
export function chooses(service: Service, { metadata }: Pod): boolean {
  return (
    choosesPods(service) &&
    matchesLabels(requirementsOf({ matchLabels: service.spec?.selector ?? {} }), metadata.labels)
  );
}

/** The pods that a Service chooses. */
export function podsOf(registry: Registry, service: Service): Pod[] {
  const selector = requirementsOf({ matchLabels: service.spec?.selector ?? {} });
  return registry
    .list('pods', service.metadata.namespace)
    .filter(({ metadata }) => matchesLabels(selector, metadata.labels));
}

/**
 * Keys of the Services that a change of a pod may matter to; none for the many changes that leave address, readiness, labels and
 * life of the pod alone. Source: staging/src/k8s.io/endpointslice/util/controller_utils.go (`GetServicesToUpdateOnPodChange`).
 */
export function affectedServices(registry: Registry, { type, object, previous }: Change<Pod>): string[] {
  if (type === 'MODIFIED' && previous !== undefined && traits(object) === traits(previous)) return [];
  return registry
    .list('services', object.metadata.namespace)
    .filter((service) => chooses(service, object) || (previous !== undefined && chooses(service, previous)))
    .map(keyOf);
}

/** All of a pod that an endpoint is made of. */
function traits(pod: Pod): string {
  const { metadata, spec, status } = pod;
  return JSON.stringify([
    status?.podIP,
    isReady(pod),
    isEnded(pod),
    metadata.deletionTimestamp !== undefined,
    metadata.labels,
    readReachedAt(pod),
    spec?.nodeName,
    spec?.hostname,
  ]);
}

/** Says whether something is a headless Service: its name stands for its pods. */
export function isHeadless({ spec }: Service): boolean {
  return spec?.clusterIP === 'None';
}

/** The pod that an endpoint stands for. */
export function targetReference({ metadata }: KubeObject): {
  kind: 'Pod';
  namespace: string;
  name: string;
  uid: string;
} {
  const { namespace = '', name = '', uid = '' } = metadata;
  return { kind: 'Pod', namespace, name, uid };
}

/** The host name that DNS has for a pod of a headless Service. */
export function hostnameFor({ metadata }: Service, { spec }: Pod): string | undefined {
  return spec?.hostname !== undefined && spec.subdomain === metadata.name ? spec.hostname : undefined;
}
