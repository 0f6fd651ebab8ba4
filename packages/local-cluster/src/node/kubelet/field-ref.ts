import type { Pod } from '@pod-contagion/api-server/objects';
import { ContainerConfigError } from './config-error.ts';
import { own } from '@pod-contagion/notations';

/** What of a pod's place on the network its containers may ask for. */
export type PodPlace = Readonly<{ podIp: string; hostIp: string }>;

const IN_BRACKETS = /^metadata\.(labels|annotations)\['(.*)'\]$/s;

/**
 * The value that `fieldRef` takes from the pod itself; what is not set is ''.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`podFieldSelectorRuntimeValue`), pkg/fieldpath/fieldpath.go.
 * @throws {ContainerConfigError} for a path that containers cannot ask for.
 */
export function fieldRefValue(pod: Pod, fieldPath: string, { podIp, hostIp }: PodPlace): string {
  const subscript = IN_BRACKETS.exec(fieldPath);
  if (subscript !== null) {
    const [, map, key = ''] = subscript;
    return own(pod.metadata[map as 'labels' | 'annotations'], key) ?? '';
  }
  switch (fieldPath) {
    case 'metadata.name':
      return pod.metadata.name ?? '';
    case 'metadata.namespace':
      return pod.metadata.namespace ?? '';
    case 'metadata.uid':
      return pod.metadata.uid ?? '';
    case 'metadata.labels':
      return lines(pod.metadata.labels);
    case 'metadata.annotations':
      return lines(pod.metadata.annotations);
    case 'spec.nodeName':
      return pod.spec?.nodeName ?? '';
    case 'spec.serviceAccountName':
      return pod.spec?.serviceAccountName ?? '';
    case 'status.podIP':
    case 'status.podIPs':
      return podIp;
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIp;
    default:
      throw new ContainerConfigError(`unsupported fieldPath: ${fieldPath}`);
  }
}

/** A map as lines of `key="value"`. Source: pkg/fieldpath/fieldpath.go (`FormatMap`). */
function lines(map: Readonly<Record<string, string>> | undefined): string {
  return Object.keys(map ?? {})
    .toSorted()
    .map((key) => `${key}=${JSON.stringify(map?.[key])}`)
    .join('\n');
}
