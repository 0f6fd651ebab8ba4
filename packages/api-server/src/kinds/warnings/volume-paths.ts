import type { PodSpec } from '../../machinery/objects.ts';

type Volume = NonNullable<PodSpec['volumes']>[number];
type Sources = NonNullable<NonNullable<Volume['projected']>['sources']>;

/** A path in a volume, and what puts a file there where that has to be told. */
type Placed = Readonly<{ path: string; source: string }>;

/** How many paths of a volume are held against each other; each is against all before it. */
const MAX_COMPARED = 500;

/** Files of one volume that lie at one place, or one in the place of the other's folder. Source: pkg/api/pod/warnings.go, as all here. */
export function* volumePathWarnings(volumes: PodSpec['volumes']): Generator<string> {
  for (const { name, configMap, secret, downwardAPI, projected } of volumes ?? []) {
    const told = (what: string, overlaps: Iterable<string>): Generator<string> => tell(name, what, overlaps);
    if (configMap?.items)
      yield* told(`ConfigMap ${quoted(configMap.name)}`, overlapsIn(pathsOf(configMap.items)));
    if (secret?.items) yield* told(`Secret ${quoted(secret.secretName)}`, overlapsIn(pathsOf(secret.items)));
    if (downwardAPI?.items) yield* told('DownwardAPI', overlapsIn(pathsOf(downwardAPI.items)));
    if (!projected) continue;
    for (const source of projected.sources ?? []) {
      if (Object.keys(source).length === 0)
        yield `volume ${quoted(name)} (Projected) has no sources provided`;
    }
    yield* told(
      'Projected',
      overlapsIn((projected.sources ?? []).flatMap((source) => pathsOfSource(source))),
    );
  }
}

function* tell(name: string, what: string, overlaps: Iterable<string>): Generator<string> {
  for (const overlap of overlaps) yield `volume ${quoted(name)} (${what}): overlapping paths: ${overlap}`;
}

function pathsOf(items: readonly { path: string }[], source = ''): Placed[] {
  return items.map(({ path }) => ({ path, source }));
}

function pathsOfSource(source: Sources[number]): Placed[] {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle } = source;
  if (configMap?.items) return pathsOf(configMap.items, `ConfigMap ${quoted(configMap.name)}`);
  if (secret?.items) return pathsOf(secret.items, `Secret ${quoted(secret.name)}`);
  if (downwardAPI?.items) return pathsOf(downwardAPI.items, 'DownwardAPI');
  if (serviceAccountToken) return pathsOf([serviceAccountToken], 'ServiceAccountToken');
  if (clusterTrustBundle) {
    const { name, signerName, path } = clusterTrustBundle;
    return pathsOf([{ path }], `ClusterTrustBundle ${quoted(name ?? signerName)}`);
  }
  const { certificateChainPath, keyPath, credentialBundlePath } = source.podCertificate ?? {};
  return [
    ...(certificateChainPath ? pathsOf([{ path: certificateChainPath }], 'PodCertificate chain') : []),
    ...(keyPath ? pathsOf([{ path: keyPath }], 'PodCertificate key') : []),
    ...(credentialBundlePath
      ? pathsOf([{ path: credentialBundlePath }], 'PodCertificate credential bundle')
      : []),
  ];
}

function* overlapsIn(all: readonly Placed[]): Generator<string> {
  const before: Placed[] = [];
  for (const { path: written = '', source } of all.slice(0, MAX_COMPARED)) {
    const placed = { path: written.replace(/\/{1,256}$/, ''), source };
    const folder = `${placed.path}/`;
    for (const other of placed.path === '' ? [] : before) {
      if (other.path === '') continue;
      if (`${other.path}/`.startsWith(folder) || folder.startsWith(`${other.path}/`))
        yield `${shown(placed)} with ${shown(other)}`;
    }
    before.push(placed);
  }
}

function shown({ path, source }: Placed): string {
  return source === '' ? quoted(path) : `${quoted(path)} (${source})`;
}

function quoted(text: string | undefined): string {
  return JSON.stringify(text ?? '');
}
