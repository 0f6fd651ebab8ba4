import {
  formatKubeconfig as formatAny,
  type KubeconfigContent as AnyContent,
} from '@pod-contagion/api-server/serving';
import { parse } from 'yaml';
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
export type KubeconfigContent = Pick<AnyContent, 'url' | 'ca' | 'token'> & Readonly<{ mark: KubeconfigMark }>;

/** Writes the text of a kubeconfig with one context, `local`, which says whose it is. */
export function formatKubeconfig({ mark, ...content }: KubeconfigContent): string {
  return formatAny({ ...content, name: 'local', extensions: { [EXTENSION]: mark } });
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
