import type { V1Pod } from '@kubernetes/client-node';

/** What a pod of a test is like; the rest is as most pods are. */
export type PodLike = Readonly<{
  name: string;
  namespace?: string;
  uid?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  owner?: readonly [kind: string, name: string];
  ready?: boolean;
  phase?: string;
  node?: string | undefined;
  hostNetwork?: boolean;
  terminating?: boolean;
  createdAt?: string;
}>;

/** The time of these tests. */
export const NOW_MS: number = Date.parse('2026-11-02T12:00:00Z');

/** A pod as the API server would give it. */
export function podLike(like: PodLike): V1Pod {
  const { name, namespace = 'default', uid = `uid-${namespace}-${name}`, owner } = like;
  const node = 'node' in like ? like.node : 'node-1';
  return {
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: new Date(like.createdAt ?? '2026-11-02T11:00:00Z'),
      ...(like.labels === undefined ? {} : { labels: like.labels }),
      ...(like.annotations === undefined ? {} : { annotations: like.annotations }),
      ...(like.terminating === true ? { deletionTimestamp: new Date(NOW_MS) } : {}),
      ...(owner === undefined
        ? {}
        : {
            ownerReferences: [
              {
                apiVersion: 'apps/v1',
                kind: owner[0],
                name: owner[1],
                uid: `uid-${owner.join('-')}`,
                controller: true,
              },
            ],
          }),
    },
    spec: {
      containers: [{ name: 'main' }],
      hostNetwork: like.hostNetwork === true,
      ...(node === undefined ? {} : { nodeName: node }),
    },
    status: {
      phase: like.phase ?? 'Running',
      hostIP: '10.0.0.1',
      conditions: [{ type: 'Ready', status: like.ready === false ? 'False' : 'True' }],
    },
  };
}

/** Pods web-0, web-1, ... of one Deployment. */
export function deploymentPods(replicas: number, like: Partial<PodLike> = {}): V1Pod[] {
  return Array.from({ length: replicas }, (_, index) =>
    podLike({
      name: `web-5d9c7-${index}`,
      owner: ['ReplicaSet', 'web-5d9c7'],
      labels: { app: 'web', 'pod-template-hash': '5d9c7' },
      ...like,
    }),
  );
}
