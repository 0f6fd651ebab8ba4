import { createOrPatch as createIn, type ApiClient } from '@pod-contagion/cluster-client/requests';
import type { KubeObject } from '@pod-contagion/manifests';
import { translated } from './client.ts';
import { collectionPath } from './resources.ts';

/**
 * Creates an object where its kind belongs, or patches the one of its name. Returns what the server has now, and its warnings.
 * @throws {ContagionError} CONTAGION_API, CONTAGION_UNREACHABLE
 */
export async function createOrPatch(
  client: ApiClient,
  object: KubeObject,
  signal?: AbortSignal,
): Promise<{ object: KubeObject; warnings: readonly string[] }> {
  const path = collectionPath(object, client.namespace);
  try {
    return await createIn(client, path, object, { fieldManager: 'contagion', signal });
  } catch (error) {
    throw translated(error);
  }
}
