import type { Container, Pod, PodSpec } from '../../machinery/objects.ts';
import { defaultContainer } from './container-defaults.ts';
import { own } from '@pod-contagion/notations';

/** The mode of files made from a ConfigMap and the like: 0644. */
const FILE_MODE = 0o644;

/** Fills in what the spec of a pod or of a template leaves out. Source: pkg/apis/core/v1/defaults.go, as all here. */
export function defaultPodSpec(spec: PodSpec): void {
  spec.restartPolicy ||= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.schedulerName ||= 'default-scheduler';
  spec.securityContext ??= {};
  // The old name of the field is kept in step with the new one.
  const account = spec.serviceAccountName || spec.serviceAccount;
  if (account) {
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
  }
  for (const container of ownContainers(spec)) {
    defaultContainer(container);
    if (spec.hostNetwork === true)
      for (const port of container.ports ?? []) port.hostPort ||= port.containerPort;
  }
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
}

/** Fills in what a pod leaves out beyond what a template may. */
export function defaultPod(pod: Pod): void {
  const spec = pod.spec;
  if (spec === undefined) return;
  defaultPodSpec(spec);
  spec.enableServiceLinks ??= true;
  for (const container of ownContainers(spec)) {
    const { resources } = container;
    for (const [name, limit] of Object.entries(resources?.limits ?? {})) {
      if (resources === undefined || own(resources.requests, name) !== undefined) continue;
      resources.requests = { ...resources.requests, [name]: limit };
    }
  }
}

/** The containers that stand in the spec from its start: all but the ephemeral ones. */
function ownContainers(spec: PodSpec): Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
}

function defaultVolume(volume: NonNullable<PodSpec['volumes']>[number]): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {};
  if (volume.hostPath) volume.hostPath.type ??= '';
  if (volume.configMap) volume.configMap.defaultMode ??= FILE_MODE;
  if (volume.secret) volume.secret.defaultMode ??= FILE_MODE;
  if (volume.downwardAPI) volume.downwardAPI.defaultMode ??= FILE_MODE;
  if (volume.projected) volume.projected.defaultMode ??= FILE_MODE;
}
