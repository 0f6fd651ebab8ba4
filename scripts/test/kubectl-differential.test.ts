/**
 * kubectl and both command lines, told the same about a cluster, have the same request arrive at the same server, or none
 * of them has any.
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { COMPILE_CACHE } from '../testing/compile-cache.ts';
import { readAccess } from '../../apps/contagion/src/kubernetes/access.ts';
import { connect } from '@pod-contagion/chaos';
import { ask, base64 } from '../../packages/cluster-client/test/testing/ask.ts';
import {
  certificatesFor,
  openMirror,
  type Arrived,
} from '../../packages/cluster-client/test/testing/mirror.ts';
import { openHttpProxy, openSocksProxy } from '../../packages/cluster-client/test/testing/proxies.ts';
import type { Access } from '@pod-contagion/cluster-client';
import { kubectl, NO_KUBECTL } from '../testing/kubectl.ts';
import { scenarios, type Scenario } from '../testing/kubeconfig-scenarios.ts';

t.setTimeout(300_000);

/** How many are compared; kubectl takes a tenth of a second for each. */
const RUNS = Number(process.env['KUBECTL_RUNS'] ?? 40);

/** Notes what it was told, and answers with a token in the form it was asked in. */
const PLUGIN = `#!/bin/sh
printf '%s\\n' "$KUBERNETES_EXEC_INFO" >> "$ASKED"
version=$(printf '%s' "$KUBERNETES_EXEC_INFO" | sed 's/.*"apiVersion":"\\([^"]*\\)".*/\\1/')
printf '{"kind": "ExecCredential", "apiVersion": "%s", "status": {"token": "%s"}}' "$version" "$WORD$1"
`;

t.test('the same request arrives', { skip: NO_KUBECTL }, async (t) => {
  const certificates = await certificatesFor('127.0.0.1', 'name.test');
  const client = await certificatesFor('client');
  const mirrors = [await openMirror(t, certificates), await openMirror(t, certificates), await openMirror(t)];
  const [one, two, plain] = mirrors.map(({ url }) => url) as [string, string, string];
  const proxies = [await openHttpProxy(t), await openSocksProxy(t)];
  const places = {
    secure: [one, two],
    plain: [plain],
    authority: base64(certificates.ca),
    serverName: 'name.test',
    proxies: [`http://me:word@127.0.0.1:${proxies[0]?.port}`, `socks5://127.0.0.1:${proxies[1]?.port}`],
  };
  const cwd = process.cwd();
  const env = { ...process.env };
  const counts = { arrived: 0, nothing: 0 };

  /** What arrived anywhere since it was last asked. */
  function takeArrived(asked: string): unknown {
    const all = mirrors.map(({ arrived }) => distinct(arrived.splice(0).map(essence)));
    const through = proxies
      .map((proxy) => distinct(proxy.asked.splice(0).map(withoutQuery)))
      // Where nobody says which server, kubectl asks there, and we nobody.
      .map((asked) => asked.filter((text) => !String(text).includes('localhost:8080')));
    const told = readFileSync(asked, 'utf8').split('\n').filter(Boolean);
    writeFileSync(asked, '');
    return { all, through, told: distinct(told.map((text) => JSON.parse(text) as unknown)) };
  }

  function lay(root: string, files: Scenario['files']): void {
    const beside: Scenario['files'] = {
      'ca.pem': certificates.ca,
      token: ' of-file\n',
      'client.pem': client.certificate,
      'client.key': client.key,
      'plugin.sh': PLUGIN,
    };
    for (const folder of ['', 'one', 'two']) {
      for (const [name, text] of Object.entries(beside)) put(join(root, folder, name), text);
      chmodSync(join(root, folder, 'plugin.sh'), 0o755);
    }
    for (const [name, text] of Object.entries(files)) put(join(root, name), text);
    put(join(root, 'asked'), '');
  }

  async function compare(scenario: Scenario): Promise<void> {
    const root = mkdtempSync(join(tmpdir(), 'kubectl-differential-'));
    const asked = join(root, 'asked');
    const { kubeconfig, context } = scenario;
    const variables = {
      ...COMPILE_CACHE,
      PATH: env['PATH'] ?? '',
      HOME: root,
      ASKED: asked,
      ...scenario.env,
    };
    try {
      lay(root, scenario.files);
      process.chdir(root);
      const flags = [
        ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
        ...(context === undefined ? [] : [`--context=${context}`]),
      ];
      const ended = await kubectl([...flags, 'version', '-o', 'json'], variables);
      const expected = takeArrived(asked);
      counts[JSON.stringify(expected).includes('version') ? 'arrived' : 'nothing'] += 1;
      const ways: Readonly<Record<string, () => Promise<Access>>> = {
        contagion: () => readAccess({ kubeconfig, context }, variables),
        'pod-chaos': async () => {
          for (const name of Object.keys(process.env)) delete process.env[name];
          Object.assign(process.env, variables);
          return (await connect({ kubeconfig, context })).access;
        },
      };
      for (const [name, open] of Object.entries(ways)) {
        const said = await open().then(request, (error: unknown) => String(error));
        const got = takeArrived(asked);
        if (isEqual(got, expected)) continue;
        throw new Error(
          `${name}: expected ${JSON.stringify(expected)} as kubectl (${ended.err.trim()}), got ${JSON.stringify(got)} (${said})`,
        );
      }
    } finally {
      process.chdir(cwd);
      for (const name of Object.keys(process.env)) delete process.env[name];
      Object.assign(process.env, env);
      rmSync(root, { recursive: true, force: true });
    }
  }

  await fc.assert(fc.asyncProperty(scenarios(places), compare), {
    numRuns: RUNS,
    endOnFailure: true,
    includeErrorInReport: true,
  });
  t.comment(`${counts.arrived} arrived, ${counts.nothing} did not`);
  t.ok(counts.arrived >= RUNS / 10, 'enough of them say something that can be used');
});

/** Asks as `kubectl version` does. */
async function request(access: Access): Promise<string> {
  try {
    return `status ${await ask(access)}`;
  } catch (error) {
    return String(error);
  } finally {
    await access.close();
  }
}

/** What has to be the same of a request. */
function essence({ method, path, headers, certificate, serverName }: Arrived): unknown {
  const kept = headers.filter(([name]) => /^(authorization|proxy-|impersonate-)/.test(name));
  return [method, withoutQuery(path), kept, certificate, serverName];
}

/** kubectl asks twice, with another limit of time each. */
function distinct(values: readonly unknown[]): readonly unknown[] {
  return [...new Set(values.map((value) => JSON.stringify(value)))].map(
    (text) => JSON.parse(text) as unknown,
  );
}

function withoutQuery(address: string): string {
  return address.replace(/\?timeout=\d+s/, '');
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
