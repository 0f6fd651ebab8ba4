import { text } from 'node:stream/consumers';
import type { Test } from 'tap';
import { openAccess, type Access, type AccessOptions } from '../../src/access/open-access.ts';

/** The access to a cluster; its connections end with the test. */
export async function accessFor(t: Test, options: AccessOptions): Promise<Access> {
  const access = await openAccess({ env: {}, ...options });
  t.teardown(() => access.close());
  return access;
}

/** Asks whatever cluster it is for something, and returns the status. */
export async function ask({ request }: Access, path = '/version', body?: string): Promise<number> {
  const answer = await request({ method: body === undefined ? 'GET' : 'POST', path, body });
  await text(answer.body);
  return answer.status;
}

/** A kubeconfig with one cluster and one user, as YAML flow maps. */
export function kubeconfigOf(cluster: string, user = '', more = ''): string {
  return `apiVersion: v1
kind: Config
current-context: it
contexts: [{name: it, context: {cluster: it, user: it}}]
clusters: [{name: it, cluster: {${cluster}}}]
users: [{name: it, user: {${user}}}]
${more}`;
}

/** A text as kubeconfigs hold data. */
export function base64(plain: string): string {
  return Buffer.from(plain).toString('base64');
}
