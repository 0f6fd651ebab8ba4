import { messageOf, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { isRecord } from '@pod-contagion/notations';
import { nameOf, type KubeObject } from '@pod-contagion/manifests';
import { collectionPath, resourceOf } from '../kubernetes/resources.ts';
import { MAX_PREFLIGHT_NODES } from '../limits.ts';
import { droppedFields } from './dropped-fields.ts';
import { kubeletNeeds, minorOf, type KubeletNeed } from './kubelet-needs.ts';

/** What was looked at: whether an object would be as it is written, or whether a kubelet does what is asked of it. */
export type Finding = Readonly<{
  /** `no` is a reason against applying it; `unknown` is where nobody would tell. */
  result: 'yes' | 'no' | 'unknown';
  /** The object or the node. */
  what: string;
  message: string;
}>;

type Nodes = Readonly<{
  items: readonly Readonly<{
    metadata: { name: string };
    status?: { nodeInfo?: { kubeletVersion?: string } };
  }>[];
}>;

/**
 * Asks a cluster whether it knows all that these objects ask for, without changing anything: each is created as a dry run under a name
 * of the server's choice, and what comes back is compared; then the versions of the kubelets with what their containers need.
 * @throws {ContagionError} CONTAGION_UNREACHABLE
 */
export async function runPreflight(
  client: ApiClient,
  objects: readonly KubeObject[],
  namespace: string,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  // One after the other: an API server counts those who ask at the same time.
  for (const object of objects) findings.push(await tryObject(client, object, namespace));
  return [...findings, ...(await lookAtKubelets(client, kubeletNeeds(objects)))];
}

async function tryObject(client: ApiClient, object: KubeObject, namespace: string): Promise<Finding> {
  const what = nameOf(object);
  if (resourceOf(object) === undefined)
    return { result: 'unknown', what, message: 'this kind is not looked at' };
  const { name: _name, ...metadata } = object.metadata;
  const body = { ...object, metadata: { ...metadata, generateName: 'preflight-' } };
  const { status, text, warnings } = await client.ask({
    method: 'POST',
    path: collectionPath(object, namespace),
    query: { dryRun: 'All', fieldManager: 'contagion', fieldValidation: 'Warn' },
    body,
  });
  if (status === 403 || status === 401) return { result: 'unknown', what, message: messageOf(text) };
  if (status > 299) return { result: 'no', what, message: `refused: ${messageOf(text)}` };
  const kept: unknown = JSON.parse(text);
  const { status: _status, ...asked } = body as typeof body & { status?: unknown };
  const dropped = isRecord(kept) ? droppedFields(asked, kept) : [];
  if (dropped.length > 0) {
    return { result: 'no', what, message: `the API server drops ${dropped.join(', ')}` };
  }
  const warned = warnings.length === 0 ? '' : `, with a warning: ${warnings.join('; ')}`;
  return { result: 'yes', what, message: `would be created as it is written${warned}` };
}

async function lookAtKubelets(client: ApiClient, needs: readonly KubeletNeed[]): Promise<readonly Finding[]> {
  const answer = await client.ask({ path: '/api/v1/nodes', query: { limit: String(MAX_PREFLIGHT_NODES) } });
  if (answer.status > 299) {
    return needs.map(({ what, minor }) => ({
      result: 'unknown',
      what: 'nodes',
      message: `${what} takes kubelets of 1.${minor} or later; ${messageOf(answer.text)}`,
    }));
  }
  const { items } = JSON.parse(answer.text) as Nodes;
  const byVersion = Map.groupBy(items, ({ status }) => status?.nodeInfo?.kubeletVersion ?? '');
  return [...byVersion].flatMap(([version, nodes]) => {
    const names = nodes.map(({ metadata }) => metadata.name);
    const what = `node ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
    return needs.map((need) => judge(need, version, what));
  });
}

function judge({ what: asked, minor, otherwise }: KubeletNeed, version: string, what: string): Finding {
  const got = minorOf(version);
  const expected = `${asked} takes a kubelet of 1.${minor} or later, got ${version || 'none that tells'}`;
  if (got === undefined) return { result: 'unknown', what, message: expected };
  if (got < minor) return { result: 'no', what, message: `${expected}: ${otherwise}` };
  return { result: 'yes', what, message: `${version} does ${asked}` };
}
