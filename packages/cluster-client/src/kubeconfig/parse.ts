import { dirname, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kubeconfigError } from '../errors.ts';
import type { ClusterEntry, Config, ContextEntry } from './config.ts';
import { fieldsOf, type Fields } from './fields.ts';
import { parseUser, resolvedIn } from './parse-user.ts';

/** Under this name an extension of a cluster is meant for credential plug-ins. */
const PLUGIN_EXTENSION = 'client.authentication.k8s.io/exec';

/**
 * Reads the text of a kubeconfig as kubectl does: fields it does not know are passed over, a field of another type is
 * an error wherever it stands, so is a name that comes twice in a list; nothing at all is an empty kubeconfig; of
 * several documents the first counts.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG
 */
export function parseConfig(text: string, file: string): Config {
  const fields = fieldsOf(parseYaml(text, file), file, '');
  const [apiVersion, kind] = [fields.text('apiVersion'), fields.text('kind')];
  if (!['', 'Config'].includes(kind) || !['', 'v1'].includes(apiVersion)) {
    throw fields.wrong(`expected apiVersion v1 and kind Config, got ${apiVersion} ${kind}`);
  }
  const folder = resolve(dirname(file));
  return {
    currentContext: fields.text('current-context'),
    contexts: entries(fields, 'contexts', 'context', (name, context) => parseContext(name, context, file)),
    clusters: entries(fields, 'clusters', 'cluster', (name, cluster) =>
      parseCluster(name, cluster, file, folder),
    ),
    users: entries(fields, 'users', 'user', (name, user) => parseUser(name, user, file, folder)),
  };
}

/** YAML 1.1 as in Go's package, which has no times of day and no dates for whoever reads into JSON. */
function parseYaml(text: string, file: string): unknown {
  const documents = parseAllDocuments(text, {
    schema: 'yaml-1.1',
    merge: true,
    uniqueKeys: false,
    prettyErrors: true,
    logLevel: 'silent',
    customTags: (tags) =>
      tags.filter((tag) => {
        const { format, tag: name } = tag as { format?: string; tag?: string };
        return format !== 'TIME' && name !== 'tag:yaml.org,2002:timestamp';
      }),
  });
  const [first] = Array.isArray(documents) ? documents : [];
  const [error] = first?.errors ?? [];
  if (error !== undefined) {
    // Its message would quote the line, and a secret may stand there.
    const line = error.linePos?.[0].line;
    throw kubeconfigError(
      file,
      `expected YAML, got an error${line === undefined ? '' : ` in line ${line}`} (${error.code})`,
    );
  }
  try {
    return first?.toJS();
  } catch {
    throw kubeconfigError(file, 'expected YAML, got aliases without end or without an anchor');
  }
}

function entries<T>(
  config: Fields,
  list: string,
  field: string,
  parse: (name: string, fields: Fields) => T,
): ReadonlyMap<string, T> {
  const all = new Map<string, T>();
  for (const item of config.objects(list)) {
    const name = item.text('name');
    if (all.has(name)) throw config.wrong(`expected each name once in ${list}, got ${name} twice`);
    all.set(name, parse(name, item.object(field)));
  }
  return all;
}

function parseContext(name: string, fields: Fields, file: string): ContextEntry {
  const [cluster, user, namespace] = [fields.text('cluster'), fields.text('user'), fields.text('namespace')];
  return { name, file, cluster, user, namespace };
}

function parseCluster(name: string, fields: Fields, file: string, folder: string): ClusterEntry {
  const extension = fields.objects('extensions').find((entry) => entry.text('name') === PLUGIN_EXTENSION);
  return {
    name,
    file,
    server: fields.text('server'),
    tlsServerName: fields.text('tls-server-name'),
    insecureSkipTlsVerify: fields.flag('insecure-skip-tls-verify'),
    certificateAuthority: resolvedIn(folder, fields.text('certificate-authority')),
    certificateAuthorityData: fields.bytes('certificate-authority-data'),
    proxyUrl: fields.text('proxy-url'),
    disableCompression: fields.flag('disable-compression'),
    pluginConfig: extension?.raw('extension'),
  };
}
