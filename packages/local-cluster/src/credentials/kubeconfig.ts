import { parse, stringify } from 'yaml';
import type { Owner } from '../state/owner.ts';
import { parseOwner } from '../state/owner.ts';

/**
 * Name of the extension that marks a cluster's entry as ours. kubectl keeps extensions when it rewrites a file, which it does
 * not with comments.
 */
const EXTENSION = 'pod-contagion.local-cluster';

/** Which cluster wrote a kubeconfig, and which process that is. */
export type KubeconfigMark = Readonly<{ clusterId: string; owner: Owner }>;

/** What stands in a kubeconfig. */
export type KubeconfigContent = Readonly<{
  /** Address of the API server. */
  url: string;
  /** PEM. */
  ca: string;
  token: string;
  mark: KubeconfigMark;
}>;

/** Writes the text of a kubeconfig with one context, `local`. Source: client-go/tools/clientcmd/api/v1/types.go. */
export function formatKubeconfig({ url, ca, token, mark }: KubeconfigContent): string {
  const cluster = {
    server: url,
    'certificate-authority-data': Buffer.from(ca).toString('base64'),
    extensions: [{ name: EXTENSION, extension: mark }],
  };
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'local',
      contexts: [{ name: 'local', context: { cluster: 'local', user: 'local', namespace: 'default' } }],
      clusters: [{ name: 'local', cluster }],
      users: [{ name: 'local', user: { token } }],
      preferences: {},
    },
    { lineWidth: 0 },
  );
}

/** Reads whose a kubeconfig is; undefined where any cluster in it is not a local one, or it is no kubeconfig at all. */
export function readMark(text: string): KubeconfigMark | undefined {
  let mark: KubeconfigMark | undefined;
  for (const entry of items(parsed(text), 'clusters')) {
    const extensions = items(property(entry, 'cluster'), 'extensions');
    const ours = extensions.find((extension) => property(extension, 'name') === EXTENSION);
    const clusterId = property(property(ours, 'extension'), 'clusterId');
    const owner = parseOwner(property(property(ours, 'extension'), 'owner'));
    if (typeof clusterId !== 'string' || owner === undefined) return undefined;
    mark = { clusterId, owner };
  }
  return mark;
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function items(value: unknown, name: string): unknown[] {
  const list = property(value, name);
  return Array.isArray(list) ? list : [];
}
