/** Network faults from the command line, by real packet filters in the pods' network namespaces. */
import t from 'tap';
import { jsonLines, run, start, type Ended, type Running } from '../testing/command-line.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { answers, NO_NETWORK, rulesAt } from '../testing/network.ts';

/** `--include-node`: the test speaks to the pods from the node. */
const LONG = ['--include-node', '--duration', '10m', '--json'];

t.test('network faults', { skip: NO_NETWORK }, async (t) => {
  const cluster = await startTestCluster(t, { network: 'namespace' });
  await cluster.deploy('web', 1, 'pod-contagion:generic', {
    readinessProbe: { httpGet: { path: '/readiness', port: 81 }, periodSeconds: 1, failureThreshold: 1 },
  });
  const chaos = (...argv: string[]): Promise<Ended> => run(argv, cluster.kubeconfig);
  const begin = (...argv: string[]): Running => start(argv, cluster.kubeconfig);
  const [pod] = await cluster.pods('web');
  const { name = '' } = pod?.metadata ?? {};
  const { podIP = '' } = pod?.status ?? {};
  const active = async (): Promise<readonly object[]> =>
    jsonLines((await chaos('status', '--json')).out).filter(({ event }) => event === 'active');
  const isClean = async (): Promise<boolean> => (await rulesAt(podIP)).length === 0;

  await t.test('it ends by itself', async (t) => {
    await cluster.until('it to answer', () => answers(podIP));
    const command = begin('disconnect', '-p', name, '--include-node', '--duration', '3s', '--json');
    // Somebody has to be hit.
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) await answers(podIP);
    })();
    const { code, out } = await command.ended;
    over.abort();
    await asking;
    t.equal(code, 0);
    const [report, end] = jsonLines(out).slice(-2);
    t.match(report, {
      event: 'report',
      verdict: 'held',
      targets: [
        {
          pod: { name },
          outcome: 'hit',
          mended: true,
          agent: { reason: 'deadline' },
          // The node was cut off, too, as it was asked for.
          probes: { restarts: 0, wasUnready: true, failures: [/^Readiness probe failed: /] },
        },
      ],
    });
    t.match(end, { event: 'end', exitCode: 0 });
    await cluster.until('it to answer', () => answers(podIP));
    t.ok(await isClean());
    t.same(await active(), []);
    t.match(await chaos('status'), { code: 0, out: '', err: 'no fault is active\n' });
  });

  await t.test('what nothing passes through has no effect: 1', async (t) => {
    const { code, out } = await chaos('drop', '-p', name, '--port', '1', '-r', '1');
    t.equal(code, 1);
    t.match(out, `default/${name}: missed, 0 packets; mended`);
    t.match(out, /^no-effect: 0 of 1 pod hit, 1 proven mended/m);
  });

  await t.test('Ctrl-C ends it, waits for the proof, and gives 130', async (t) => {
    const command = begin('disconnect', '-p', name, ...LONG);
    await command.said(/"applied"/);
    t.notOk(await answers(podIP), 'it takes effect');
    t.match(await active(), [{ pod: { name }, state: 'active', fault: 'drop, in and out, on eth0' }]);
    command.child.kill('SIGINT');
    const { code, out } = await command.ended;
    t.equal(code, 130);
    t.ok(await isClean());
    t.match(jsonLines(out).slice(-2), [
      { event: 'report', interrupted: true, targets: [{ mended: true }] },
      { event: 'end', exitCode: 130 },
    ]);
  });

  await t.test('a second Ctrl-C leaves at once and says what was left', async (t) => {
    const command = begin('disconnect', '-p', name, ...LONG);
    await command.said(/"applied"/);
    command.child.kill('SIGTERM');
    await command.said('once more to leave at once');
    command.child.kill('SIGINT');
    const { code, out } = await command.ended;
    t.equal(code, 130);
    const cleanup = `pod-chaos cleanup -n default -p ${name}`;
    t.match(jsonLines(out).slice(-2), [
      { event: 'left', pod: { name }, cleanup },
      { event: 'end', exitCode: 130 },
    ]);
    t.match(await chaos('cleanup', '-n', 'default', '-p', name), { code: 0 });
    t.ok(await isClean());
  });

  await t.test('in the background: it returns, and reconnect ends it', async (t) => {
    const begun = await chaos('disconnect', '-p', name, '-b', ...LONG);
    t.equal(begun.code, 0, begun.err);
    t.match(jsonLines(begun.out).at(-2), { event: 'background', inPlace: [{ pod: { name } }], failed: [] });
    t.equal((await active()).length, 1);
    const again = await chaos('drop', '-p', name, '--port', '80');
    t.match(again, { code: 4, out: /CHAOS_CONFLICT/ });
    const ended = await chaos('reconnect', '-p', name);
    t.equal(ended.code, 0);
    t.match(ended.out, /^held: nothing is left in 1 pod$/m);
    t.ok(await isClean());
    t.match(await chaos('reconnect', '-l', 'app=web'), {
      code: 0,
      err: /none of these pods is disconnected/,
    });
  });

  await t.test('kill -9 of the command line, then cleanup', async (t) => {
    const command = begin('disconnect', '-l', 'app=web', '--allow-last-ready', '--max-percent=100', ...LONG);
    await command.said(/"applied"/);
    command.child.kill('SIGKILL');
    t.equal((await command.ended).signal, 'SIGKILL');
    t.notOk(await isClean());
    const status = await chaos('status', '-A');
    t.match(status.out, `default/${name}: drop, in and out, on eth0: active, since `);
    const cleanup = await chaos('cleanup', '-A');
    t.equal(cleanup.code, 0);
    t.match(cleanup.out, `default/${name}: proven mended\nheld: nothing is left in 1 pod\n`);
    t.ok(await isClean());
    t.match(await chaos('cleanup'), { code: 0, err: /no pod has a fault that is to be ended/ });
  });

  await t.test('a reader that goes away ends it too: 141', async (t) => {
    const command = begin('disconnect', '-p', name, ...LONG);
    await command.said(/"applied"/);
    command.child.stdout?.destroy();
    // Whatever passes is counted, and told on the pipe that nobody reads.
    await answers(podIP);
    t.match(await command.ended, { code: 141 });
    t.ok(await isClean());
  });

  await t.test('an interrupted warm-up has touched nothing', async (t) => {
    const before = (await cluster.pods('web'))[0]?.spec.ephemeralContainers?.length;
    const command = begin('disconnect', '-p', name, '-w', '600');
    await command.said('waiting 10m00s before');
    command.child.kill('SIGINT');
    t.match(await command.ended, { code: 130 });
    t.equal((await cluster.pods('web'))[0]?.spec.ephemeralContainers?.length, before);
  });
});

t.test('where pods share the network of the machine it is refused', async (t) => {
  const cluster = await startTestCluster(t);
  await cluster.deploy('web', 1);
  const all = ['-l', 'app=web', '--max-percent', '100', '--allow-last-ready'];
  const refused = await run(['disconnect', ...all], cluster.kubeconfig);
  t.match(refused, { code: 4, out: '', err: /--network namespace/ });
  const kept = await run(['disconnect', '-l', 'app=web'], cluster.kubeconfig);
  t.match(kept, { code: 4, out: '', err: /no pod is left|expected/ });
});
