import type { V1ObjectMeta, V1PodSpec, V1PodStatus } from '@kubernetes/client-node';
import type { Target } from '../../src/targets/target.ts';

type Given = Readonly<{ metadata?: V1ObjectMeta; spec?: V1PodSpec; status?: V1PodStatus }>;

/** A target in the namespace default on node-1; the pod is what is given. */
export function target(name: string, pod: Given = {}, more: Partial<Target> = {}): Target {
  return {
    namespace: 'default',
    name,
    uid: `uid-${name}`,
    node: 'node-1',
    nodeIps: ['10.0.0.1'],
    hostNetwork: false,
    ready: true,
    owner: undefined,
    pod: Object.assign({}, pod, { metadata: Object.assign({ name }, pod.metadata) }),
    ...more,
  };
}
