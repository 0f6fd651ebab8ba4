import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Test } from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import type { TestCluster } from './cluster.ts';

type Role = Readonly<{
  rules: readonly Readonly<{ apiGroups: string[]; resources: string[]; verbs: string[] }>[];
}>;

/** An API server that allows what some Roles say in the namespace default, and nothing else. */
export type Fence = Readonly<{
  kubeconfig: string;
  /** Takes the Roles that count from now on, by their files, and forgets what was refused. */
  give: (...files: readonly string[]) => void;
  /** Rights that were asked for and not given. */
  refused: () => readonly string[];
}>;

/** Stands before a local cluster, which asks nobody for rights, and asks for them as RBAC does. */
export async function fenceFor(t: Test, cluster: TestCluster): Promise<Fence> {
  const rights = new Set<string>();
  const refused = new Set<string>();
  const access = credentialsOf(cluster.kubeconfig);
  const server = createServer((asked, answer) => {
    const right = rightOf(asked);
    if (right !== undefined && !rights.has(right)) {
      refused.add(right);
      answer.writeHead(403, { 'content-type': 'application/json' });
      answer.end(
        JSON.stringify({
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          reason: 'Forbidden',
          code: 403,
          message: `no right to ${right}`,
        }),
      );
      return;
    }
    const { method, url = '', headers } = asked;
    const options = {
      method,
      headers: { ...headers, authorization: `Bearer ${access.token}` },
      ca: access.ca,
    };
    const passed = request(new URL(url, cluster.url), options, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const kubeconfig = join(t.testdirName, 'fenced');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'fenced',
      contexts: [{ name: 'fenced', context: { cluster: 'fenced', user: 'nobody' } }],
      clusters: [{ name: 'fenced', cluster: { server: url } }],
      users: [{ name: 'nobody', user: {} }],
    }),
    { mode: 0o600 },
  );
  return {
    kubeconfig,
    give(...files) {
      rights.clear();
      refused.clear();
      for (const right of files.flatMap(rightsOf)) rights.add(right);
    },
    refused: () => [...refused],
  };
}

function rightsOf(file: string): readonly string[] {
  const { rules } = parse(readFileSync(`${ROOT}${file}`, 'utf8')) as Role;
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
    ),
  );
}

/** What RBAC would be asked for; undefined for what everybody may, which is to find out what is served. */
function rightOf({ method = 'GET', url = '' }: IncomingMessage): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://fence');
  const match =
    /^\/(?:api|apis\/(?<group>[^/]+))\/[^/]+(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<resource>[^/]+)(?:\/(?<name>[^/]+)(?:\/(?<subresource>[^/]+))?)?/.exec(
      pathname,
    )?.groups;
  if (match === undefined) return undefined;
  const { group = '', namespace, resource = '', name, subresource } = match;
  const reads = name !== undefined ? 'get' : searchParams.has('watch') ? 'watch' : 'list';
  const verb = { GET: reads, POST: 'create', PATCH: 'patch', DELETE: 'delete' }[method] ?? method;
  const of = `${verb} ${group}/${resource}${subresource === undefined ? '' : `/${subresource}`}`;
  return namespace === 'default' ? of : `${of} in ${namespace ?? 'no namespace'}`;
}

/** What a kubeconfig of the local cluster has: a token, and who signed the server's certificate. */
function credentialsOf(file: string): Readonly<{ token: string; ca: Buffer }> {
  const { clusters, users } = parse(readFileSync(file, 'utf8')) as {
    clusters: readonly [{ cluster: { 'certificate-authority-data': string } }];
    users: readonly [{ user: { token: string } }];
  };
  return {
    token: users[0].user.token,
    ca: Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64'),
  };
}
