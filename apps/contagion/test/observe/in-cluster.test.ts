/** The observatory in a local cluster, reached as in any other: by kubectl's port-forward and its proxy. */
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import type { Snapshot } from '@pod-contagion/observatory';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { runContagion, stop } from '../up/run.ts';

const FOLDER = fileURLToPath(new URL('../../../../kubernetes/observatory', import.meta.url));

/** Runs a kubectl that goes on, and gives the first address that it prints. */
async function reached(t: Test, env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  const child = spawn('kubectl', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  t.teardown(() => child.kill());
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  return until('an address', () => /127\.0\.0\.1:\d+/.exec(lines.join('\n'))?.[0]);
}

t.test('a pod that serves the page of its namespace', { skip: missing('kubectl') }, async (t) => {
  const state = `${t.testdir()}/${process.pid}`;
  const contagion = runContagion(['up', '--json', '--no-page', '--no-infect', '--replicas', '2'], state);
  t.teardown(() => stop(contagion));
  const { kubeconfig } = await contagion.line(({ event }) => event === 'cluster');
  await contagion.line(({ event }) => event === 'ready');
  t.notOk(contagion.lines.some(({ event }) => event === 'page'));
  const env = { ...process.env, KUBECONFIG: String(kubeconfig) };
  const kubectl = (...args: readonly string[]): Promise<{ stdout: string }> =>
    promisify(execFile)('kubectl', args, { env });
  const files = ['account', 'service', 'deployment'].flatMap((name) => ['-f', `${FOLDER}/${name}.yaml`]);
  await kubectl('apply', ...files);
  await kubectl('rollout', 'status', 'deployment/observatory', '--timeout=100s');

  const forwarded = await reached(t, env, 'port-forward', 'service/observatory', ':http');
  const proxied = await reached(t, env, 'proxy', '--port=0');
  const services = '/api/v1/namespaces/default/services/observatory:http/proxy';
  for (const place of [`http://${forwarded}`, `http://${proxied}${services}`]) {
    const page = await fetch(`${place}/`);
    t.equal(page.status, 200, place);
    t.match(page.headers.get('content-security-policy'), "default-src 'none'");
    t.match(await page.text(), 'src="page.js"', 'paths are relative');
    const podders = await until('both podders', async () => {
      const now = (await (await fetch(`${place}/api/state`)).json()) as Snapshot;
      return now.status.state === 'live' && now.pods.name.length === 2 ? now : undefined;
    });
    t.match(podders.status, { trouble: { kind: 'nobody-infected', command: /contagion infect/ } });
    t.match(podders.source, { namespace: 'default', selector: 'app=podder' });
    const stream = await fetch(`${place}/api/events?epoch=${podders.epoch}&from=${podders.cursor}`);
    const { value } = (await stream.body?.getReader().read()) ?? {};
    t.match(Buffer.from(value ?? []).toString(), /^retry: 1000/);
  }
  const strange = await fetch(`http://${forwarded}/api/state`, {
    headers: { origin: 'http://evil.example' },
  });
  t.equal(strange.status, 403);
});
