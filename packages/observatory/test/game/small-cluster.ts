import type { Test } from 'tap';
import { scriptedApi, statusBody, type Asked } from '../../../chaos/test/testing/scripted-api.ts';
import type { Kubernetes } from '@pod-contagion/chaos';

/** A cluster of pods that are replaced when they are evicted, with an account that may do all but what is denied. */
export type SmallCluster = Readonly<{
  kube: Kubernetes;
  /** Pods by name, with their uids. */
  pods: ReadonlyMap<string, string>;
  /** What changed something, or would have: all but reading, and asking for one's own rights. */
  writes: () => readonly string[];
  asked: readonly Asked[];
  /** `verb resource`, as `create pods/eviction`: denied from now on; `isSilent`: and nobody is told beforehand. */
  deny: (right: string | undefined, isSilent?: boolean) => void;
}>;

const NAMESPACE = 'lab';
const REVIEWS = 'selfsubjectaccessreviews';

/** Opens one of so many podders of one owner, and one stranger. */
export async function smallCluster(t: Test, count: number): Promise<SmallCluster> {
  const pods = new Map(Array.from({ length: count }, (_, pod) => [`podder-${pod}`, `uid-${pod}`]));
  const strangers = new Map([['web-0', 'uid-web']]);
  let denied: string | undefined;
  let isSilentAbout = false;
  let next = count;

  const { kube, asked } = await scriptedApi(t, ({ method, path, query, body }) => {
    if (path.endsWith(`/${REVIEWS}`)) {
      return { status: 201, body: { status: { allowed: isSilentAbout || rightOfReview(body) !== denied } } };
    }
    const [, resource = '', name = '', subresource] =
      /^\/apis?\/(?:[\w.]+\/)?v1\/namespaces\/lab\/(\w+)(?:\/([\w-]+))?(?:\/(\w+))?$/.exec(path) ?? [];
    if (path === '/api/v1') return { body: { resources: [{ name: 'pods/eviction', version: 'v1' }] } };
    const verb = method === 'POST' ? 'create' : name === '' ? 'list' : method.toLowerCase();
    const right = `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
    if (right === denied) return { status: 403, body: statusBody(403, `podder cannot ${right}`) };
    if (right === 'list pods') return { body: { metadata: {}, items: matching(query) } };
    if (right === 'list replicasets') return { body: { metadata: {}, items: [] } };
    if (right === 'create events') return { status: 201, body: body as object };
    if (right !== 'create pods/eviction') return undefined;
    if (!pods.delete(name)) return { status: 404, body: statusBody(404, `pods "${name}" not found`) };
    pods.set(`podder-${next}`, `uid-${next++}`);
    return { status: 201, body: statusBody(201, 'evicted', { status: 'Success' }) };
  });

  function matching(query: URLSearchParams): object[] {
    const isOfPodders = query.get('labelSelector') === 'app=podder';
    const [, name] = /^metadata\.name=(.*)$/.exec(query.get('fieldSelector') ?? '') ?? [];
    const all = [...pods, ...(isOfPodders ? [] : strangers)];
    return all.filter(([each]) => name === undefined || each === name).map(([each, uid]) => podOf(each, uid));
  }

  return {
    kube,
    pods,
    asked,
    writes: () =>
      asked
        .filter(({ method, path }) => method !== 'GET' && !path.endsWith(`/${REVIEWS}`))
        .map(({ method, path }) => `${method} ${path}`),
    deny(right, isSilent = false) {
      denied = right;
      isSilentAbout = isSilent;
    },
  };
}

function rightOfReview(body: unknown): string {
  const { verb, resource, subresource } = (
    body as { spec: { resourceAttributes: { verb: string; resource: string; subresource?: string } } }
  ).spec.resourceAttributes;
  return `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
}

function podOf(name: string, uid: string): object {
  const owner = name.startsWith('podder') ? 'podder' : 'web';
  return {
    metadata: {
      name,
      uid,
      namespace: NAMESPACE,
      labels: { app: owner },
      creationTimestamp: '2026-01-01T00:00:00Z',
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller: true },
      ],
    },
    spec: { nodeName: 'node', containers: [{ name: 'main', image: 'x' }] },
    status: {
      phase: 'Running',
      podIP: '127.0.0.1',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'main', ready: true, state: { running: {} } }],
    },
  };
}
