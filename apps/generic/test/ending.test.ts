/** SIGTERM and SIGINT end a podder quickly, whatever it is doing, and its last words are written. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { missing } from '../../../scripts/testing/needs.ts';
import { runProgram, startProgram, type Program } from '../../../scripts/testing/program.ts';
import { sneezeAt } from '../../../scripts/testing/sneeze-at.ts';
import { buildWays, type Way } from '../../../scripts/testing/ways.ts';

/** 100 ms is what a podder is allowed; the rest is for a busy machine. Nothing that it might wait for is over as soon. */
const MOST_MS = 10_000;

const { ways, remove } = await buildWays(['generic']);
t.teardown(remove);
const snapshot = ways.find(({ name }) => name === 'snapshot') as Way;

const SICK_AT_ONCE = [
  '-symptomDelay=0',
  '-healthDelay=0',
  '-sneezeInterval=1',
  '-sneezeTimeout=600000',
  '-maxSneezesInFlight=64',
];

async function endsWell(t: Test, podder: Pick<Program, 'kill'>, signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
  const { code, tookMs, lastWords, stderr } = await podder.kill(signal);
  t.equal(code, signal === 'SIGTERM' ? 143 : 130);
  t.ok(tookMs < MOST_MS, `ended ${tookMs.toFixed(0)} ms after ${signal}`);
  t.match(JSON.parse(lastWords), { reason: signal });
  t.equal(stderr, '');
}

t.test('idle, with keep-alive connections and a request half sent', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const podder = await startProgram('generic', { way: snapshot });
    const { hostname, port } = new URL(podder.face);
    const half = connect(Number(port), hostname).on('error', () => {});
    half.write('POST /face HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\naction=');
    await (await fetch(`${podder.face}/face`)).text();
    await (await fetch(`${podder.health}/liveness`)).text();
    await endsWell(t, podder, signal);
  }
});

t.test('while it waits for a random time before it listens', async (t) => {
  const podder = runProgram('generic', { way: snapshot, args: ['-startJitter=2147483647'] });
  const { waitMs } = await podder.event('waiting');
  t.ok(Number(waitMs) >= 0 && Number(waitMs) <= 2_147_483_647);
  await endsWell(t, podder, 'SIGTERM');
  t.notOk(podder.log.some(({ event }) => event === 'started'));
});

t.test('a random wait is over in time, and another one each time', async (t) => {
  const waits = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const podder = await startProgram('generic', { way: snapshot, args: ['-startJitter=100'] });
      const { waitMs } = await podder.event('waiting');
      await podder.kill('SIGTERM');
      return Number(waitMs);
    }),
  );
  t.ok(waits.every((waitMs) => waitMs >= 0 && waitMs <= 100));
  t.ok(new Set(waits).size > 1, waits.join(' '));
});

t.test('in the middle of sneezes that nobody answers', async (t) => {
  const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.teardown(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const podder = await startProgram('generic', {
    way: snapshot,
    args: SICK_AT_ONCE,
    env: { PODDER_SERVICE_HOST: '127.0.0.1', PODDER_SERVICE_PORT: String(port) },
  });
  await sneezeAt(podder.face);
  for (let taken = 0; taken < 10; taken++) await once(silent, 'connection');
  await endsWell(t, podder, 'SIGTERM');
});

t.test('while the closing face still waits for the rest of a request', async (t) => {
  const podder = await startProgram('generic', { way: snapshot, args: ['-symptomDelay=200'] });
  const { hostname, port } = new URL(podder.face);
  const half = connect(Number(port), hostname).on('error', () => {});
  half.write('POST /face HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\naction=');
  await sneezeAt(podder.face);
  await podder.event('symptomatic');
  await endsWell(t, podder, 'SIGTERM');
});

t.test('under load on both listeners', async (t) => {
  const podder = await startProgram('generic', { way: snapshot });
  const loading = new AbortController();
  const load = async (url: string): Promise<void> => {
    while (!loading.signal.aborted)
      await fetch(url, { method: 'POST' }).then(
        (answer) => answer.text(),
        () => {},
      );
  };
  const clients = [1, 2, 3, 4].flatMap(() => [
    load(`${podder.face}/face`),
    load(`${podder.health}/liveness`),
  ]);
  await sneezeAt(podder.face);
  await endsWell(t, podder, 'SIGTERM');
  loading.abort();
  await Promise.all(clients);
});

t.test('as PID 1', { skip: missing('PID namespaces', 'pgrep') }, async (t) => {
  const podder = await startProgram('generic', {
    way: snapshot,
    before: ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'],
  });
  // The child of unshare is PID 1 of its namespace; unshare itself would not pass a signal on.
  const inner = execFileSync('pgrep', ['-P', String(podder.child.pid)], { encoding: 'utf8' }).trim();
  t.match(execFileSync('grep', ['NSpid', `/proc/${inner}/status`], { encoding: 'utf8' }), /\t1\n$/);
  const sentAt = performance.now();
  process.kill(Number(inner), 'SIGTERM');
  const { code, lastWords } = await podder.ended;
  t.ok(performance.now() - sentAt < MOST_MS);
  t.equal(code, 143);
  t.match(JSON.parse(lastWords), { reason: 'SIGTERM' });
});

t.test('an unexpected error ends it with 1 and is in the last words', async (t) => {
  const mishap = 'process.on("SIGUSR2",()=>{throw new Error("mishap")})';
  const podder = await startProgram('generic', {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(mishap)}` },
  });
  podder.child.kill('SIGUSR2');
  t.match(await podder.event('failed'), { level: 'fatal', error: 'mishap' });
  const { code, lastWords } = await podder.ended;
  t.equal(code, 1);
  t.match(JSON.parse(lastWords), { reason: 'error: mishap' });
});

t.test('a log that nobody reads any more does not end it', async (t) => {
  const podder = await startProgram('generic', { way: snapshot });
  podder.child.stdout?.destroy();
  t.equal(await sneezeAt(podder.face), 'eww\n');
  await endsWell(t, podder, 'SIGTERM');
});
