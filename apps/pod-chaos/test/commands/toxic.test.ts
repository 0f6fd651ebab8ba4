/** Toxics from the command line, in TCP connections to a server of no protocol that anybody knows. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import t from 'tap';
import { ROOT } from '../../../../scripts/files.ts';
import { PATIENCE_MS } from '../../../../scripts/testing/until.ts';
import { jsonLines, run, start, type Ended, type Running } from '../testing/command-line.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { NO_NETWORK, rulesAt } from '../testing/network.ts';

const PORT = '7000';

/** How often it is asked while a row of the page lasts, at least 1 of which is the one of ten that a toxic is meant for. */
const ASKED = 120;

/** More than a `limit_data` of the page lets through. */
const LONG_WORDS = 'x'.repeat(8_000);

/** The rows of the page, as what stands behind the pod and its port. */
function rowsOfPage(): readonly string[] {
  const page = readFileSync(`${ROOT}docs/chaos/toxics.md`, 'utf8');
  return [...page.matchAll(/^\|[^|]+\| `toxic -p db-0 --port 5432 ([^`]+)` +\|$/gm)].map(
    ([, flags = '']) => flags,
  );
}

const LONG = ['--include-node', '--duration', '10m', '--json'];

/** Sends back what it gets. */
const ECHO = `require('node:net').createServer((socket) => socket.on('error', () => 0).pipe(socket)).listen(${PORT}, process.env.POD_IP)`;

type Answer = Readonly<{ text: string; ms: number; how: 'end' | 'answer' | (string & {}) }>;

/** Says hello, or something else, and waits for an answer, or for the end of the connection, as long as it may take. */
function say(host: string, words = 'hello', limitMs = PATIENCE_MS): Promise<Answer> {
  const sinceMs = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(PORT) }, () => socket.write(words));
    socket.setTimeout(limitMs, () => done('nothing'));
    const done = (how: string, text = ''): void => {
      resolve({ how, text, ms: performance.now() - sinceMs });
      socket.destroy();
    };
    socket.on('data', (part) => done('answer', part.toString()));
    socket.on('end', () => done('end'));
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}

t.test('toxics', { skip: NO_NETWORK }, async (t) => {
  const cluster = await startTestCluster(t, {
    network: 'namespace',
    images: { echo: { command: [process.execPath, '-e', ECHO] } },
  });
  await cluster.deploy('db', 1, 'echo', {
    env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
    readinessProbe: { tcpSocket: { port: Number(PORT) }, periodSeconds: 1, failureThreshold: 1 },
  });
  const chaos = (...argv: string[]): Promise<Ended> => run(argv, cluster.kubeconfig);
  const begin = (...argv: string[]): Running => start(argv, cluster.kubeconfig);
  const [pod] = await cluster.pods('db');
  const { name = '' } = pod?.metadata ?? {};
  const { podIP = '' } = pod?.status ?? {};
  const isClean = async (): Promise<boolean> => (await rulesAt(podIP)).length === 0;
  const which = ['-p', name, '--port', PORT];

  await t.test('latency in both streams, until Ctrl-C', async (t) => {
    const toxics = ['-t', 'latency,latency=150', '-t', 'latency upstream latency=150'];
    const command = begin('toxic', ...which, ...toxics, '--include-node', '--duration', '10m', '--json');
    await command.said(/"applied"/);
    const answer = await say(podIP);
    t.match(answer, { how: 'answer', text: 'hello' });
    t.ok(answer.ms >= 299, `${answer.ms} ms`);
    t.match(await chaos('status'), {
      out: `latency 150 ms downstream, latency 150 ms upstream, port ${PORT}, on eth0: active`,
    });
    command.child.kill('SIGINT');
    const { code, out } = await command.ended;
    t.equal(code, 130);
    const report = jsonLines(out).find(({ event }) => event === 'report');
    t.match(report, {
      targets: [{ outcome: 'hit', mended: true, agent: { effect: { unit: 'connections' } } }],
    });
    t.ok(await isClean());
  });

  await t.test('it ends by itself, and says what it did', async (t) => {
    const toxics = ['-t', 'timeout,timeout=100', '-t', 'limit_data,bytes=1000,upstream'];
    const command = begin('toxic', ...which, ...toxics, '--include-node', '-r', '8');
    await command.said('in place');
    t.match(await say(podIP), { how: 'end' });
    const { code, out } = await command.ended;
    t.equal(code, 0);
    t.match(out, /hit, \d+ connections? of \d+ that came, \d+ bytes came and 0 bytes went back/);
    t.match(out, 'nothing to do for limit_data upstream; mended');
    t.ok(await isClean());
    t.match(await say(podIP), { text: 'hello' });
  });

  await t.test('what nobody connects to has no effect, and the node is let through: 1', async (t) => {
    const command = begin('toxic', ...which, '-t', 'reset_peer', '-r', '2');
    await command.said('in place');
    t.match(await say(podIP), { text: 'hello' }, 'from the node');
    const { code, out } = await command.ended;
    t.equal(code, 1);
    t.match(out, `default/${name}: missed, 0 connections of 0 that came`);
    t.match(out, /^no-effect: /m);
  });

  await t.test('kill -9 of the command line, a second one, then cleanup', async (t) => {
    const command = begin('toxic', ...which, '-t', 'reset_peer', ...LONG);
    await command.said(/"applied"/);
    command.child.kill('SIGKILL');
    await command.ended;
    t.match(await say(podIP), { how: 'ECONNRESET' });
    const again = await chaos('slow', ...which, '-d', '1s');
    t.match(again, { code: 4, out: /CHAOS_CONFLICT.*has a toxics fault/ });
    t.match(await chaos('cleanup', '-A'), { code: 0, out: `default/${name}: proven mended\n` });
    t.ok(await isClean());
    t.match(await say(podIP), { text: 'hello' });
  });

  await t.test('a dry run, preflight, and what is wrong before anything is asked', async (t) => {
    const dry = await chaos('toxic', ...which, '-t', 'bandwidth,rate=10', '--dry-run');
    t.match(dry, { code: 0, out: `bandwidth 10 KB/s downstream, port ${PORT}, on eth0` });
    const found = await chaos('preflight', '-p', name, '--fault', 'toxic');
    t.match(found, { code: 0, out: /^toxic: yes$/m });
    const wrong = await run(['toxic', ...which, '-t', 'latency,latency=1s'], '/none');
    t.match(wrong, { code: 2, out: '', err: /toxic latency\.attributes\.latency: expected a whole number/ });
  });

  await t.test('each row of the page, each in a pod of its own', async (t) => {
    const rows = rowsOfPage();
    t.ok(rows.length >= 9, `${rows.length} rows`);
    await cluster.deploy('row', rows.length, 'echo', {
      env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
    });
    const pods = await cluster.pods('row');
    await Promise.all(
      rows.map(async (row, index) => {
        const { metadata, status } = pods[index]!;
        const flags = [
          '-p',
          metadata.name,
          '--port',
          PORT,
          '--include-node',
          '--max-percent',
          '100',
          '-r',
          '8',
        ];
        const command = begin('toxic', ...flags, '--allow-last-ready', ...row.split(' '));
        await command.said('in place');
        const isDrawn = row.includes('toxicity');
        for (let asked = 0; asked < (isDrawn ? ASKED : 2); asked++)
          await say(status.podIP ?? '', LONG_WORDS, 1_000);
        const { code, out } = await command.ended;
        t.equal(code, 0, `${row}: ${out}`);
        t.match(
          out,
          /^held: 1 of 1 pod hit, 1 proven mended; every target was hit, and nothing is left/m,
          row,
        );
        t.same(await rulesAt(status.podIP ?? ''), [], row);
      }),
    );
  });
});
