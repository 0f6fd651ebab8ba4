/** Faults of requests from the command line, by an agent in the pod's network namespace. */
import { request } from 'node:http';
import t from 'tap';
import { PATIENCE_MS } from '../../../../scripts/testing/until.ts';
import { jsonLines, run, start, type Ended, type Running } from '../testing/command-line.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { NO_NETWORK, rulesAt } from '../testing/network.ts';

/** `--include-node`: the test asks from the node. */
const LONG = ['--include-node', '--duration', '10m', '--json'];

/** A podder's face, whose port no probe asks. */
const FACE = '80';

type Answer = Readonly<{ status: number; body: string; ms: number }>;

/** Asks a podder's face. */
function ask(podIp: string, path = '/face'): Promise<Answer | string> {
  const sinceMs = performance.now();
  return new Promise((resolve) => {
    const asked = request({ host: podIp, port: FACE, path, agent: false, timeout: PATIENCE_MS });
    asked.on('response', (response) => {
      let body = '';
      response.on('data', (part) => (body += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, ms: performance.now() - sinceMs }),
      );
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
}

t.test('faults of requests', { skip: NO_NETWORK }, async (t) => {
  const cluster = await startTestCluster(t, { network: 'namespace' });
  await cluster.deploy('web', 1, 'pod-contagion:generic', {
    readinessProbe: { httpGet: { path: '/readiness', port: 81 }, periodSeconds: 1, failureThreshold: 1 },
  });
  const chaos = (...argv: string[]): Promise<Ended> => run(argv, cluster.kubeconfig);
  const begin = (...argv: string[]): Running => start(argv, cluster.kubeconfig);
  const [pod] = await cluster.pods('web');
  const { name = '' } = pod?.metadata ?? {};
  const { podIP = '' } = pod?.status ?? {};
  const isClean = async (): Promise<boolean> => (await rulesAt(podIP)).length === 0;

  await t.test('fail: a share of the requests, and then none', async (t) => {
    const which = ['-p', name, '--port', FACE, '--path', '/face'];
    const how = ['--code', '503', '--body', 'not now', '--response-header', 'Retry-After: 7'];
    const command = begin('fail', ...which, ...how, ...LONG);
    await command.said(/"applied"/);
    t.match(await ask(podIP), { status: 503, body: 'not now' });
    t.match(await ask(podIP, '/other'), { status: 404 });
    t.match(await chaos('status'), {
      out: `default/${name}: answer 503 for all, requests /face, port 80, on eth0: active`,
    });
    command.child.kill('SIGINT');
    const { code, out } = await command.ended;
    t.equal(code, 130);
    t.match(jsonLines(out).slice(-2), [
      {
        event: 'report',
        targets: [
          {
            outcome: 'hit',
            hits: 1,
            mended: true,
            probes: undefined,
            agent: { effect: { unit: 'requests', requests: { seen: 2, failed: 1 } } },
          },
        ],
      },
      { event: 'end', exitCode: 130 },
    ]);
    t.ok(await isClean());
    t.notMatch(await ask(podIP), { status: 503 });
  });

  await t.test('slow: it ends by itself, and says what it did', async (t) => {
    const command = begin('slow', '-p', name, '--port', FACE, '-d', '300ms', '--include-node', '-r', '8');
    await command.said('in place');
    const answer = await ask(podIP);
    t.ok(typeof answer === 'object' && answer.ms >= 299, JSON.stringify(answer));
    const { code, out } = await command.ended;
    t.equal(code, 0);
    t.match(out, `default/${name}: hit, 1 request of 1 that came; mended`);
    t.match(out, /^held: 1 of 1 pod hit, 1 proven mended/m);
    t.ok(await isClean());
  });

  await t.test('what nobody asks for has no effect, and the node is let through: 1', async (t) => {
    const command = begin('fail', '-p', name, '--port', FACE, '--reset', '-r', '2');
    await command.said('in place');
    t.match(await ask(podIP), { status: 200 }, 'from the node');
    const { code, out } = await command.ended;
    t.equal(code, 1);
    t.match(
      out,
      `default/${name}: missed, 0 requests of 0 that came, and connections that were open before were left alone (--reset-open); mended`,
    );
    t.match(out, /^no-effect: /m);
  });

  await t.test('kill -9 of the command line, then cleanup', async (t) => {
    const command = begin('fail', '-p', name, '--port', FACE, '--first', '1', '--reset', ...LONG);
    await command.said(/"applied"/);
    command.child.kill('SIGKILL');
    t.equal((await command.ended).signal, 'SIGKILL');
    t.equal(await ask(podIP), 'ECONNRESET');
    t.match(await ask(podIP), { status: 200 }, 'only the first one');
    t.notOk(await isClean());
    const again = await chaos('slow', '-p', name, '--port', FACE, '-d', '1s');
    t.match(again, { code: 4, out: /CHAOS_CONFLICT/ });
    t.match(await chaos('cleanup', '-A'), { code: 0, out: `default/${name}: proven mended\n` });
    t.ok(await isClean());
    t.match(await ask(podIP), { status: 200 });
  });

  await t.test('preflight, and a dry run', async (t) => {
    const found = await chaos('preflight', '-p', name, '--fault', 'slow', '--fault', 'fail', '--check-nodes');
    t.match(found, { code: 0, out: /^slow: yes$[^]*node local can do it[^]*^fail: yes$/m });
    const dry = await chaos('fail', '-p', name, '--port', FACE, '--grpc-status', 'UNAVAILABLE', '--dry-run');
    t.match(dry, { code: 0, out: /status UNAVAILABLE for all, calls of gRPC, port 80, on eth0/ });
  });
});

t.test('where pods share the network of the machine it is refused, and preflight says so', async (t) => {
  const cluster = await startTestCluster(t);
  await cluster.deploy('web', 1);
  const all = ['-l', 'app=web', '--max-percent', '100', '--allow-last-ready'];
  const refused = await run(['slow', ...all, '--port', '80', '-d', '1s'], cluster.kubeconfig);
  t.match(refused, { code: 4, out: '', err: /--network namespace/ });
  const found = await run(['preflight', ...all, '--fault', 'fail'], cluster.kubeconfig);
  t.match(found, { code: 1, out: /^fail: no$[^]*start it with --network namespace/m });
});
