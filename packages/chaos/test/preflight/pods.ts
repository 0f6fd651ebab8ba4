import type { V1Pod } from '@kubernetes/client-node';
import type { Target } from '../../src/targets/target.ts';

/** A target in the namespace default on node-1; the pod is what is given. */
export function target(name: string, pod: V1Pod = {}, more: Partial<Target> = {}): Target {
  return {
    namespace: 'default',
    name,
    uid: `uid-${name}`,
    node: 'node-1',
    nodeIp: '10.0.0.1',
    hostNetwork: false,
    ready: true,
    owner: undefined,
    pod: { ...pod, metadata: { name, ...pod.metadata } },
    ...more,
  };
}
