import type { ApiClient } from './api-client.ts';
import { refused } from './api-client.ts';
import type { KubeObject } from '@pod-contagion/manifests';
import { collectionPath } from './resources.ts';

/**
 * Creates an object; where there is one of its name, as the Namespace `default`, that one is patched. Returns what the
 * server has now, and its warnings.
 * @throws {ContagionError} CONTAGION_API, CONTAGION_UNREACHABLE
 */
export async function createOrPatch(
  client: ApiClient,
  object: KubeObject,
  signal?: AbortSignal,
): Promise<{ object: KubeObject; warnings: readonly string[] }> {
  const path = collectionPath(object, client.namespace);
  const query = { fieldManager: 'contagion', fieldValidation: 'Strict' };
  const post = { method: 'POST', path, query, body: object, signal } as const;
  let answer = await client.ask(post);
  if (answer.status === 409) {
    const patch = {
      method: 'PATCH',
      path: `${path}/${encodeURIComponent(object.metadata.name)}`,
      query,
      body: object,
      contentType: 'application/strategic-merge-patch+json',
      signal,
    } as const;
    answer = await client.ask(patch);
    if (answer.status > 299) throw refused(patch, answer.status, answer.text);
  }
  if (answer.status > 299) throw refused(post, answer.status, answer.text);
  return { object: JSON.parse(answer.text) as KubeObject, warnings: answer.warnings };
}
