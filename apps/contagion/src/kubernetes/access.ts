import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ContagionError, describeError } from '../errors.ts';
import { isRecord } from './objects.ts';

/** How an API server is reached: what a kubeconfig says, without what it is. */
export type Access = Readonly<{
  server: string;
  /** The namespace of the context. */
  namespace: string;
  tls: Readonly<{
    ca?: string | Buffer;
    cert?: string | Buffer;
    key?: string | Buffer;
    servername?: string;
    rejectUnauthorized?: boolean;
  }>;
  headers: Readonly<Record<string, string>>;
}>;

/** Which kubeconfig, and which of its contexts; both may be left out. */
export type AccessOptions = Readonly<{ kubeconfig?: string | undefined; context?: string | undefined }>;

/** The fields of a kubeconfig that are understood here; one with any other is left to the Kubernetes client. */
const CLUSTER_FIELDS = [
  'server',
  'certificate-authority',
  'certificate-authority-data',
  'insecure-skip-tls-verify',
  'tls-server-name',
  'extensions',
];
const USER_FIELDS = [
  'client-certificate',
  'client-certificate-data',
  'client-key',
  'client-key-data',
  'token',
];

/**
 * Reads a kubeconfig: the one given, else $KUBECONFIG, else ~/.kube/config. Tokens and certificates are read here; for
 * everything else (plug-ins, several files, proxies) the Kubernetes client is loaded, which takes a third of a second
 * and 50 MB.
 * @throws {ContagionError} CONTAGION_KUBECONFIG
 */
export async function readAccess(
  options: AccessOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Access> {
  const files = (options.kubeconfig ?? env['KUBECONFIG'] ?? '')
    .split(delimiter)
    .filter((file) => file !== '');
  const [file = join(homedir(), '.kube', 'config'), second] = files;
  if (second !== undefined && options.kubeconfig === undefined) return readByClient(options);
  const text = await readFile(options.kubeconfig ?? file, 'utf8').catch(
    (cause: Error & { code?: string }) => {
      const got = cause.code === 'ENOENT' ? 'nothing there' : cause.message;
      throw problem(options.kubeconfig ?? file, `expected a kubeconfig, got ${got}`, cause);
    },
  );
  return (
    (await readPlain(text, options.kubeconfig ?? file, options.context)) ??
    readByClient({ ...options, kubeconfig: options.kubeconfig ?? file })
  );
}

async function readPlain(
  text: string,
  file: string,
  contextName: string | undefined,
): Promise<Access | undefined> {
  let config: unknown;
  try {
    config = parse(text);
  } catch (cause) {
    throw problem(file, `expected YAML, got: ${describeError(cause).split(':')[0]}`, cause);
  }
  if (!isRecord(config)) throw problem(file, 'expected a kubeconfig, got something else');
  const name = contextName ?? config['current-context'];
  if (typeof name !== 'string' || name === '') {
    throw problem(file, 'expected a current context or --context, got neither');
  }
  const context = entry(file, config, 'contexts', name, 'context');
  const cluster = entry(file, config, 'clusters', context['cluster'], 'cluster');
  const user = context['user'] === undefined ? {} : entry(file, config, 'users', context['user'], 'user');
  if (!isPlain(cluster, CLUSTER_FIELDS) || !isPlain(user, USER_FIELDS)) return undefined;
  const { server, namespace } = { server: cluster['server'], namespace: context['namespace'] };
  if (typeof server !== 'string' || !/^https?:\/\//.test(server)) {
    throw problem(file, `expected the address of a server, got ${JSON.stringify(server)}`);
  }
  const data = (from: Readonly<Record<string, unknown>>, field: string): Promise<Buffer | undefined> =>
    inlineOrFile(from, field, file);
  const [ca, cert, key] = await Promise.all([
    data(cluster, 'certificate-authority'),
    data(user, 'client-certificate'),
    data(user, 'client-key'),
  ]);
  const serverName = cluster['tls-server-name'];
  return {
    server: server.replace(/\/+$/, ''),
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
    tls: {
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(typeof serverName === 'string' && { servername: serverName }),
      ...(cluster['insecure-skip-tls-verify'] === true && { rejectUnauthorized: false }),
    },
    headers: typeof user['token'] === 'string' ? { authorization: `Bearer ${user['token']}` } : {},
  };
}

function entry(
  file: string,
  config: Readonly<Record<string, unknown>>,
  list: string,
  name: unknown,
  field: string,
): Readonly<Record<string, unknown>> {
  const items: readonly unknown[] = Array.isArray(config[list]) ? config[list] : [];
  const found = items.filter(isRecord).find((item) => item['name'] === name)?.[field];
  if (isRecord(found)) return found;
  const known = items.filter(isRecord).map((item) => String(item['name']));
  throw problem(
    file,
    `expected one of its ${list} (${known.join(', ') || 'it has none'}), got ${String(name)}`,
  );
}

function isPlain(value: Readonly<Record<string, unknown>>, fields: readonly string[]): boolean {
  return Object.keys(value).every((field) => fields.includes(field));
}

async function inlineOrFile(
  from: Readonly<Record<string, unknown>>,
  field: string,
  kubeconfig: string,
): Promise<Buffer | undefined> {
  const inline = from[`${field}-data`];
  if (typeof inline === 'string' && inline !== '') return Buffer.from(inline, 'base64');
  const path = from[field];
  if (typeof path !== 'string' || path === '') return undefined;
  return readFile(resolve(dirname(kubeconfig), path)).catch((cause: Error) => {
    throw problem(kubeconfig, `expected a file as ${field}, got ${cause.message}`, cause);
  });
}

async function readByClient({ kubeconfig, context }: AccessOptions): Promise<Access> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
    if (context !== undefined) {
      if (config.getContextObject(context) === null) throw new Error(`it has no context ${context}`);
      config.setCurrentContext(context);
    }
    const cluster = config.getCurrentCluster();
    if (cluster === null) throw new Error('its current context names no cluster');
    if (cluster.proxyUrl !== undefined) throw new Error('a proxy-url, which is not supported here');
    const options: Readonly<Record<string, unknown>> & { headers?: Record<string, string>; auth?: string } =
      {};
    await config.applyToHTTPSOptions(options);
    const { ca, cert, key, servername, rejectUnauthorized } = options as Access['tls'];
    return {
      server: cluster.server.replace(/\/+$/, ''),
      namespace: config.getContextObject(config.getCurrentContext())?.namespace ?? 'default',
      tls: {
        ...(ca && { ca }),
        ...(cert && { cert }),
        ...(key && { key }),
        ...(servername !== undefined && { servername }),
        ...(rejectUnauthorized === false && { rejectUnauthorized: false }),
      },
      headers: {
        ...(options.auth && { authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` }),
        ...options.headers,
      },
    };
  } catch (cause) {
    throw problem(
      kubeconfig ?? '$KUBECONFIG',
      `expected a usable kubeconfig, got: ${describeError(cause)}`,
      cause,
    );
  }
}

function problem(file: string, message: string, cause?: unknown): ContagionError {
  return new ContagionError('CONTAGION_KUBECONFIG', `${file}: ${message}`, { cause });
}
