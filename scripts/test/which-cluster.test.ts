/** Both command lines as processes: which cluster they act on, what they say before, and what a plug-in says to whoever looks. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { missing } from '../testing/needs.ts';
import { appCommand } from '../testing/app-command.ts';
import { COMPILE_CACHE } from '../testing/compile-cache.ts';
import { base64, kubeconfigOf } from '../../packages/cluster-client/test/testing/ask.ts';
import { certificatesFor, openMirror } from '../../packages/cluster-client/test/testing/mirror.ts';

t.setTimeout(180_000);

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  contagion: ['infect'],
  'pod-chaos': ['kill', '-p', 'web'],
};

function nodeArguments(name: string): readonly string[] {
  return appCommand(name).slice(1);
}

/** Runs a command line without a terminal. */
function run(
  name: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; out: string; err: string }> {
  const variables = { ...COMPILE_CACHE, PATH: process.env['PATH'] ?? '', HOME: '/none', ...env };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...nodeArguments(name), ...argv],
      { env: variables },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end();
  });
}

const certificates = await certificatesFor('127.0.0.1');
const clusterOf = (url: string): string =>
  `server: "${url}", certificate-authority-data: ${base64(certificates.ca)}`;

t.test('the first of two kubeconfigs, said before anything is asked', async (t) => {
  const one = await openMirror(t, certificates);
  const two = await openMirror(t, certificates);
  const root = t.testdir({
    one: kubeconfigOf(clusterOf(one.url), 'token: one'),
    two: kubeconfigOf(clusterOf(two.url), 'token: two').replaceAll(/\bit\b/g, 'other'),
  });
  const env = { KUBECONFIG: `/none:${join(root, 'one')}:${join(root, 'two')}` };
  for (const [name, argv] of Object.entries(COMMANDS)) {
    const { err } = await run(name, [...argv, '-n', 'lab'], env);
    t.equal(err.split('\n')[0], `context it, server ${one.url}, namespace lab`, name);
    t.match(one.arrived[0], { authorization: 'Bearer one', path: /^\/api\/v1\/namespaces\/lab\// }, name);
    one.arrived.length = 0;
  }
  t.same(two.arrived, []);
});

t.test('what a plug-in says on standard error is shown; one that needs a terminal says so', async (t) => {
  const mirror = await openMirror(t, certificates);
  const plugin = `#!/bin/sh
echo 'go to https://login.test and enter 1234' >&2
echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "status": {"token": "plugged"}}'
`;
  const userOf = (mode: string): string =>
    `exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login.sh, interactiveMode: ${mode}}`;
  const root = t.testdir({
    never: kubeconfigOf(clusterOf(mirror.url), userOf('Never')),
    always: kubeconfigOf(clusterOf(mirror.url), userOf('Always')),
    'login.sh': plugin,
  });
  chmodSync(join(root, 'login.sh'), 0o755);
  for (const [name, argv] of Object.entries(COMMANDS)) {
    const shown = await run(name, argv, { KUBECONFIG: join(root, 'never') });
    t.match(shown.err, /^go to https:\/\/login\.test and enter 1234\ncontext it, /, name);
    t.match(mirror.arrived.at(-1), { authorization: 'Bearer plugged' }, name);
    const refused = await run(name, argv, { KUBECONFIG: join(root, 'always') });
    t.equal(refused.code, 2, name);
    t.match(refused.err, /plug-in .*login\.sh: expected a terminal as standard input, .* got none\n$/, name);
  }
});

t.test('a plug-in that asks at the terminal has it', { skip: missing('script of util-linux') }, async (t) => {
  const mirror = await openMirror(t, certificates);
  const plugin = `#!/bin/sh
printf 'Password: ' >&2
read -r word
echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "status": {"token": "'"$word"'"}}'
`;
  const user =
    'exec: {apiVersion: client.authentication.k8s.io/v1, command: ./ask.sh, interactiveMode: Always}';
  const root = t.testdir({ it: kubeconfigOf(clusterOf(mirror.url), user), 'ask.sh': plugin });
  chmodSync(join(root, 'ask.sh'), 0o755);
  for (const [name, argv] of Object.entries(COMMANDS)) {
    const command = [process.execPath, ...nodeArguments(name), ...argv, '--kubeconfig', join(root, 'it')];
    const child = spawn('script', ['-qec', command.map((word) => `'${word}'`).join(' '), '/dev/null']);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Password: ') && child.stdin.writable) child.stdin.end(`secret-${name}\n`);
    });
    await once(child, 'close');
    t.match(mirror.arrived.at(-1), { authorization: `Bearer secret-${name}` }, said);
  }
});

t.test('a token that is not taken: in our own words', async (t) => {
  const mirror = await openMirror(t, certificates);
  const root = t.testdir({
    it: kubeconfigOf(clusterOf(mirror.url), 'tokenFile: token.txt, token: wrong'),
    'token.txt': 'of-file',
  });
  for (const [name, argv] of Object.entries(COMMANDS)) {
    mirror.statuses.push(401);
    const { code, err } = await run(name, argv, { KUBECONFIG: join(root, 'it') });
    t.not(code, 0, name);
    t.match(err, /status 401\n$/, name);
    t.notMatch(err, /of-file|wrong|content-type|Headers/i, name);
    t.match(mirror.arrived.at(-1), { authorization: 'Bearer of-file' }, name);
  }
});
