import type { ApiClient } from './api-client.ts';
import { refused } from './refusal.ts';

/** What an object needs to be created. */
export type NamedObject = Readonly<{ metadata: Readonly<{ name: string }> }>;

/** How to create: as whom the fields are known to be managed, and until when it may take. */
export type CreateOptions = Readonly<{ fieldManager: string; signal?: AbortSignal | undefined }>;

/**
 * Creates an object in the collection at a path; where there is one of its name, as the Namespace `default`, that one is
 * patched. Returns what the server has now, and its warnings.
 * @throws {ClusterClientError} what `ApiClient.json` throws
 */
export async function createOrPatch<T extends NamedObject>(
  client: ApiClient,
  path: string,
  object: T,
  { fieldManager, signal }: CreateOptions,
): Promise<{ object: T; warnings: readonly string[] }> {
  const query = { fieldManager, fieldValidation: 'Strict' };
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
  return { object: JSON.parse(answer.text) as T, warnings: answer.warnings };
}
