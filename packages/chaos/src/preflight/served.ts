import { isLocalPod, NO_LOCAL_EXEC } from '../kill/container-to-kill.ts';
import { apiMessage } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { Target } from '../targets/target.ts';
import type { Finding } from './check.ts';

/** What an API server serves for pods. */
export type Served = Readonly<{
  /** `v1.36.1`; undefined where it does not say. */
  version: string | undefined;
  /** Kind that each resource of the core group takes, such as `pods/exec`. */
  kinds: ReadonlyMap<string, string>;
}>;

/** Reads version and resources; a message where that can't be had. */
export async function readServed(
  kube: Kubernetes,
  signal: AbortSignal | undefined,
): Promise<Served | string> {
  const { VersionApi } = await import('@kubernetes/client-node');
  const options = await requestOptions(kube, { signal });
  try {
    const { resources } = await kube.core.getAPIResources({}, options);
    const version = await kube.config
      .makeApiClient(VersionApi)
      .getCode({}, options)
      .then(
        ({ gitVersion }) => gitVersion,
        () => undefined,
      );
    return { version, kinds: new Map(resources.map(({ name, kind }) => [name, kind])) };
  } catch (error) {
    return apiMessage(error);
  }
}

/**
 * Whether ephemeral containers are served as they have been since Kubernetes 1.23, where a pod is patched; before, their
 * list was an object of its own. Since 1.25 they are stable.
 *
 * Source: kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers.
 */
export function judgeEphemeralContainers(served: Served | string): Finding {
  const check = 'ephemeral-containers';
  if (typeof served === 'string') return unread(check, served);
  const kind = served.kinds.get('pods/ephemeralcontainers');
  const server = served.version ?? 'this cluster';
  const needed = 'expected Kubernetes 1.25 or later';
  if (kind === undefined)
    return { check, answer: 'no', why: `${server} serves no ephemeral containers: ${needed}` };
  if (kind === 'Pod') return { check, answer: 'yes', why: `${server} serves them` };
  return {
    check,
    answer: 'no',
    why: `${server} has ephemeral containers in their old alpha form: ${needed}`,
  };
}

/** Whether a subresource of pods is served at all. */
export function judgeServed(served: Served | string, check: 'exec' | 'eviction'): Finding {
  if (typeof served === 'string') return unread(check, served);
  const server = served.version ?? 'this cluster';
  return served.kinds.has(`pods/${check}`)
    ? { check, answer: 'yes', why: `${server} serves pods/${check}` }
    : { check, answer: 'no', why: `${server} does not serve pods/${check}` };
}

/** Whether a command in a container may end it: where it is served, and the containers have processes of their own. */
export function judgeExec(served: Served | string, targets: readonly Pick<Target, 'pod'>[]): Finding {
  if (targets.some(({ pod }) => isLocalPod(pod))) return { check: 'exec', answer: 'no', why: NO_LOCAL_EXEC };
  return judgeServed(served, 'exec');
}

function unread(check: Finding['check'], message: string): Finding {
  return { check, answer: 'unknown', why: `can't read what the API server serves: ${message}` };
}
