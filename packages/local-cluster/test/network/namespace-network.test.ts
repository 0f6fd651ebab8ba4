import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { missing, runs as tried, type Need } from '../../../../scripts/testing/needs.ts';
import { removeLeftoverNetwork } from '../../src/network/leftover-network.ts';
import { openNetwork } from '../../src/network/open-network.ts';
import { exchange, outcome, until } from './proxy-fixture.ts';

const why = missing('root', 'network namespaces');
if (why !== false) {
  t.plan(0, why);
  process.exit();
}

const run = promisify(execFile);

/** What is in the network of the machine with the names of the cluster that a namespace belongs to. */
async function remains(namespace = 'none'): Promise<string[]> {
  const id = /[0-9a-f]{8}/.exec(namespace)?.[0] ?? 'none';
  const parts = [
    ['-br', 'link'],
    ['netns', 'list'],
    ['route', 'show', 'table', 'all'],
    ['-br', 'addr'],
  ];
  const texts = await Promise.all(parts.map((args) => run('ip', args)));
  return texts.flatMap(({ stdout }) => stdout.split('\n').filter((line) => line.includes(id)));
}

async function openNamespaces(t: Tap) {
  const folder = mkdtempSync(path.join(t.testdirName, 'state-'));
  const notices: string[] = [];
  const onNotice = (line: string) => notices.push(line);
  const network = await openNetwork({ kind: 'namespace', folder, random: Math.random, onNotice });
  t.teardown(network.close);
  return network;
}
type Tap = { testdirName: string; teardown: (end: () => Promise<void>) => void };

/** Starts a small server inside a namespace, which says hello on a port of the pod's address. */
async function serveIn(namespace: string, ip: string, port: number) {
  const script = `require('net').createServer((s) => s.end('hello from ' + s.localAddress)).listen(${port}, '${ip}', () => console.log('up'))`;
  const child = spawn('nsenter', [`--net=/run/netns/${namespace}`, process.execPath, '-e', script]);
  await once(child.stdout, 'data');
  return child;
}

/** What a connection from within a namespace brings. */
async function fetchFrom(namespace: string, ip: string, port: number): Promise<string> {
  const script = `require('net').connect(${port}, '${ip}').on('data', (d) => process.stdout.write(d)).on('error', (e) => process.stdout.write(e.code))`;
  const { stdout } = await run('nsenter', [`--net=/run/netns/${namespace}`, process.execPath, '-e', script]);
  return stdout;
}

t.test('pods, Services and the machine reach each other', async (t) => {
  const folder = t.testdir();
  const network = await openNetwork({ kind: 'namespace', folder, random: Math.random, onNotice: () => {} });
  const [one, two] = await Promise.all([network.pods.attach('one'), network.pods.attach('two')]);
  t.not(one.ip, two.ip);
  t.equal(await network.pods.attach('one'), one);
  const [first = '', second = ''] = [one.networkNamespace, two.networkNamespace];
  t.ok(existsSync(`/run/netns/${first}`));
  const server = await serveIn(first, one.ip, 8080);
  t.teardown(() => server.kill());

  t.equal(await exchange(one.ip, 8080), `hello from ${one.ip}`, 'a probe from the machine');
  t.equal(await fetchFrom(second, one.ip, 8080), `hello from ${one.ip}`, 'pod to pod');
  t.equal(await fetchFrom(second, one.ip, 8081), 'ECONNREFUSED');

  const serviceIp = network.serviceAddresses.allocate() ?? '';
  const service = createServer((socket) => socket.end(`service for ${socket.remoteAddress}`));
  service.listen({ host: serviceIp, port: 80 });
  await once(service, 'listening');
  t.equal(await fetchFrom(second, serviceIp, 80), `service for ${two.ip}`, 'pod to Service');
  t.match(await exchange(serviceIp, 80), /service for /, 'machine to Service');
  t.equal(await fetchFrom(second, serviceIp, 81), 'ECONNREFUSED', 'a Service without endpoints refuses');
  t.match(await fetchFrom(second, network.nodeIp, 80), 'ECONNREFUSED');
  service.close();

  const healthz = await fetch(`http://${network.nodeIp}:10248/healthz`);
  t.equal(await healthz.text(), 'ok');

  server.kill();
  await once(server, 'exit');
  await network.pods.detach('one');
  await network.pods.detach('never');
  t.notOk(existsSync(`/run/netns/${first}`));
  t.ok(existsSync(`/run/netns/${second}`));
  t.not((await remains(second)).length, 0);
  await network.close();
  t.same(await remains(second), []);
  t.notOk(existsSync(path.join(folder, 'network.json')));
});

t.test("tc and iptables in a namespace are that pod's alone", async (t) => {
  t.testdir();
  const { pods } = await openNamespaces(t);
  const [one, two] = await Promise.all([pods.attach('one'), pods.attach('two')]);
  const inside = (namespace: string, ...command: string[]) =>
    run('nsenter', [`--net=/run/netns/${namespace}`, ...command]).then(({ stdout }) => stdout);
  const [first = '', second = ''] = [one.networkNamespace, two.networkNamespace];
  const servers = await Promise.all([serveIn(first, one.ip, 8080), serveIn(second, two.ip, 8080)]);
  t.teardown(() => servers.forEach((server) => server.kill()));

  const delay = ['tc', 'qdisc', 'add', 'dev', 'eth0', 'root', 'netem', 'delay', '150ms'];
  const netem: Need = ['netem in the kernel', tried('nsenter', `--net=/run/netns/${first}`, ...delay)];
  await t.test('tc', { skip: missing('tc', netem) }, async (t) => {
    t.match(await inside(first, 'tc', 'qdisc', 'show', 'dev', 'eth0'), /netem.*150ms/);
    t.notMatch(await inside(second, 'tc', 'qdisc', 'show', 'dev', 'eth0'), /netem/);
    const startedAtMs = performance.now();
    await exchange(one.ip, 8080);
    t.ok(performance.now() - startedAtMs >= 290, 'twice the delay: for the connection and for the answer');
    await inside(first, 'tc', 'qdisc', 'del', 'dev', 'eth0', 'root');
  });
  await t.test('iptables', { skip: missing('iptables') }, async (t) => {
    const rule = ['INPUT', '-p', 'tcp', '--dport', '8080', '-j', 'REJECT', '--reject-with', 'tcp-reset'];
    await inside(first, 'iptables', '-A', ...rule);
    t.equal(await outcome(one.ip, 8080), 'ECONNREFUSED');
    t.equal(await outcome(two.ip, 8080), `hello from ${two.ip}`);
    t.notMatch((await run('iptables', ['-S'])).stdout, /8080/);
    await inside(first, 'iptables', '-F');
    await until(`hello from ${one.ip}`, one.ip, 8080);
  });
});

t.test('what a killed cluster left is removed by the note in its folder', async (t) => {
  const folder = t.testdir();
  const module = new URL('../../src/network/open-network.ts', import.meta.url).href;
  const script = `
    const { openNetwork } = await import(${JSON.stringify(module)});
    const network = await openNetwork({ kind: 'namespace', folder: ${JSON.stringify(folder)}, random: Math.random, onNotice() {} });
    const [{ networkNamespace }] = await Promise.all(['a', 'b', 'c'].map(network.pods.attach));
    console.log(networkNamespace);`;
  const child = spawn(
    process.execPath,
    ['--conditions=@pod-contagion/source', '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  // Another cluster meanwhile: it must not lose anything, nor meet the routes of the dead one.
  const other = await openNamespaces(t);
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.not((await remains(line.toString())).length, 0);
  const late = await openNamespaces(t);
  const pod = await late.pods.attach('x');
  t.ok(await removeLeftoverNetwork(folder));
  t.same(await remains(line.toString()), []);
  t.notOk(await removeLeftoverNetwork(folder));
  const server = await serveIn(pod.networkNamespace ?? '', pod.ip, 80);
  t.equal(await exchange(pod.ip, 80), `hello from ${pod.ip}`);
  server.kill();
  await other.close();
  await late.close();
  t.same(await remains(pod.networkNamespace), []);
});

t.test('many pods are attached at once', async (t) => {
  t.testdir();
  const { pods, close } = await openNamespaces(t);
  const alone: number[] = [];
  for (let pod = 0; pod < 3; pod++) {
    const beforeMs = performance.now();
    await pods.attach(`alone-${pod}`);
    alone.push(performance.now() - beforeMs);
    await pods.detach(`alone-${pod}`);
  }
  const startedAtMs = performance.now();
  await Promise.all(Array.from({ length: 40 }, (_, pod) => pods.attach(`${pod}`)));
  const perPodMs = (performance.now() - startedAtMs) / 40;
  const detachingAtMs = performance.now();
  await Promise.all(Array.from({ length: 20 }, (_, pod) => pods.detach(`${pod}`)));
  const perDetachMs = (performance.now() - detachingAtMs) / 20;
  const closingAtMs = performance.now();
  await close();
  const closeMs = performance.now() - closingAtMs;
  t.comment(
    `attach ${perPodMs.toFixed(1)} ms, detach ${perDetachMs.toFixed(1)} ms per pod; close of 20 ${closeMs.toFixed(0)} ms`,
  );
  // Compared with what one takes by itself just before, as a machine may be as busy as it likes.
  const aloneMs = Math.max(...alone);
  t.ok(perPodMs < 3 * aloneMs, `${perPodMs.toFixed(1)} ms per pod, ${aloneMs.toFixed(1)} ms for one alone`);
});
