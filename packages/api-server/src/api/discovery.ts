import type { Kind } from '../registry/kind.ts';
import { subresourcesOf } from './subresources/index.ts';
import { verbsOf } from './verbs/index.ts';

/** A group with one version and the kinds in it. */
type GroupVersion = Readonly<{ group: string; version: string; kinds: readonly Kind[] }>;

/** Documents that tell a client what is served, by their path. */
export type Discovery = Readonly<{
  /** The plain ones. */
  plain: ReadonlyMap<string, object>;
  /** The aggregated ones, of /api and /apis, by the version of apidiscovery.k8s.io. */
  aggregated: (path: string, version: string) => object | undefined;
}>;

/**
 * Makes the documents of discovery for some kinds.
 *
 * Source: apimachinery/pkg/apis/meta/v1/types.go (`APIGroupList` and its like), api/apidiscovery/v2/types.go.
 */
export function createDiscovery(kinds: readonly Kind[]): Discovery {
  const versions = groupVersions(kinds);
  const groups = versions.filter(({ group }) => group !== '');
  const plain = new Map<string, object>([
    ['/api', { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }],
    ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map((item) => apiGroup(item)) }],
  ]);
  for (const item of versions) {
    const { group, version } = item;
    if (group !== '') {
      plain.set(`/apis/${group}`, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(item) });
    }
    plain.set(group === '' ? `/api/${version}` : `/apis/${group}/${version}`, resourceList(item));
  }
  const aggregated: Discovery['aggregated'] = (path, version) => {
    if (path !== '/api' && path !== '/apis') return undefined;
    const items = versions.filter(({ group }) => (group === '') === (path === '/api'));
    return {
      kind: 'APIGroupDiscoveryList',
      apiVersion: `apidiscovery.k8s.io/${version}`,
      metadata: {},
      items: items.map((item) => groupDiscovery(item)),
    };
  };
  return { plain, aggregated };
}

function groupVersions(kinds: readonly Kind[]): GroupVersion[] {
  const found = new Map<string, Kind[]>();
  for (const kind of kinds) {
    const key = `${kind.group}/${kind.version}`;
    found.set(key, [...(found.get(key) ?? []), kind]);
  }
  return [...found.values()].map((members) => {
    const { group = '', version = '' } = members[0] ?? {};
    return { group, version, kinds: members.toSorted((a, b) => (a.resource < b.resource ? -1 : 1)) };
  });
}

function apiGroup({ group, version }: GroupVersion): object {
  const groupVersion = { groupVersion: `${group}/${version}`, version };
  return { name: group, versions: [groupVersion], preferredVersion: groupVersion };
}

function resourceList({ group, version, kinds }: GroupVersion): object {
  const resources = kinds.flatMap((kind) => [
    {
      name: kind.resource,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: verbsOf(kind),
      ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
      ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
    },
    ...subresourcesOf(kind).map(({ name, responseKind, verbs }) => ({
      name: `${kind.resource}/${name}`,
      singularName: '',
      namespaced: kind.namespaced,
      group: responseKind?.group,
      version: responseKind?.version,
      kind: responseKind?.kind ?? kind.kind,
      verbs,
    })),
  ]);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources,
  };
}

function groupDiscovery({ group, version, kinds }: GroupVersion): object {
  const resources = kinds.map((kind) => {
    const own = { group, version, kind: kind.kind };
    const subresources = subresourcesOf(kind).map(({ name, responseKind, verbs }) => ({
      subresource: name,
      responseKind: responseKind ?? own,
      verbs,
    }));
    return {
      resource: kind.resource,
      responseKind: own,
      scope: kind.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: kind.singular,
      verbs: verbsOf(kind),
      ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
      ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
      ...(subresources.length === 0 ? {} : { subresources }),
    };
  });
  return {
    metadata: group === '' ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
    versions: [{ version, resources, freshness: 'Current' }],
  };
}
