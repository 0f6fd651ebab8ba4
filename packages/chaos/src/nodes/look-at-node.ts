import type { V1Node } from '@kubernetes/client-node';
import { ChaosError } from '../errors.ts';
import { calling, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';

/** What a local cluster's nodes run containers by: processes of the machine itself. */
const LOCAL_RUNTIME = 'local://';

/**
 * Makes sure that a node is there, is no local cluster's, and is Ready. Whoever may not get nodes is told nothing against
 * it: the kubelet says later what there is to say.
 * @returns why it is not known, undefined where all is well
 * @throws {ChaosError} CHAOS_NO_TARGET where there is none, or it is not Ready; CHAOS_NO_KUBE_PROXY for a local cluster's
 */
export async function lookAtNode(
  kube: Kubernetes,
  name: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  let node: V1Node;
  try {
    node = await calling(
      `get node ${name}`,
      kube.core.readNode({ name }, await requestOptions(kube, { signal })),
    );
  } catch (error) {
    if (statusOf(error) === 404) throw new ChaosError('CHAOS_NO_TARGET', `expected a node ${name}, got none`);
    if (error instanceof ChaosError && error.code === 'CHAOS_FORBIDDEN') return error.message;
    throw error;
  }
  refuseNode(node);
  return undefined;
}

/** What speaks against a node, by its object alone. */
export function refuseNode({ metadata, status }: V1Node): void {
  const name = metadata?.name ?? '';
  if (status?.nodeInfo?.containerRuntimeVersion.startsWith(LOCAL_RUNTIME) === true) {
    throw new ChaosError(
      'CHAOS_NO_KUBE_PROXY',
      `node ${name} is a local cluster's: its Services are a proxy in one process and not rules of kube-proxy, so that there is nothing to flush; nothing was touched`,
    );
  }
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return;
  throw new ChaosError(
    'CHAOS_NO_TARGET',
    `expected node ${name} to be Ready, got ${ready?.status ?? 'no condition'} (${ready?.reason ?? 'no reason'}): nobody would start the agent there`,
  );
}
