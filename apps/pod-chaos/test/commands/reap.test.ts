/** `pod-chaos reap` on a local cluster. */
import t from 'tap';
import { jsonLines, run, start } from '../testing/command-line.ts';
import { startTestCluster } from '../testing/cluster.ts';

/** Ends by itself, again and again. */
const IMAGES = { crasher: { command: ['sh', '-c', 'sleep 0.5; exit 3'] } };

t.test('a reaper', async (t) => {
  const cluster = await startTestCluster(t, { images: IMAGES });
  const { kube, kubeconfig } = cluster;
  const labels = { app: 'web' };
  await kube.apps.createNamespacedDeployment({
    namespace: 'default',
    body: {
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'crasher' }] } },
      },
    },
  });

  await t.test('a dry run says whom it would reap, and ends', async (t) => {
    const { code, out, err } = await run(['reap', '-l', 'app=web', '--dry-run', '--max', '2'], kubeconfig);
    t.equal(code, 0);
    t.equal(out, '');
    t.match(err, 'dry run: nobody is reaped');
    t.match(err, /^watching [12] pods? in default/m);
    t.match(
      err,
      /^default\/web-\S+: would be reaped, as container main (was started again|has ended|waits in CrashLoopBackOff)/m,
    );
    t.match(err, /^ended, as --max is reached: dry run: 2 pods would have been reaped, none was \(/m);
  });

  await t.test(
    'tells Prometheus, the kubelet and whoever looks at Events; ends by SIGTERM with 143',
    async (t) => {
      const command = start(
        ['reap', '-l', 'app=web', '--metrics-address', '127.0.0.1:0', '--json'],
        kubeconfig,
      );
      await command.said(/"what":"listening"/);
      await command.said(/"what":"reaped"/);
      const address = /"address":"([^"]+)"/.exec(command.outNow())?.[1] ?? '';
      const get = async (path: string): Promise<[number, string]> => {
        const answer = await fetch(`${address}${path}`);
        return [answer.status, await answer.text()];
      };
      t.same(await get('/readyz'), [200, 'ok\n']);
      const [, metrics] = await get('/metrics');
      t.match(
        metrics,
        /^pod_chaos_reaped_total\{namespace="default",dry_run="false",cause="(restarted|ended|back-off)"\} [1-9]/m,
      );
      t.match(metrics, /^pod_chaos_reap_delay_seconds_total\{namespace="default",dry_run="false"\} [0-9.]/m);
      command.child.kill('SIGTERM');
      const { code, out } = await command.ended;
      t.equal(code, 143);
      const lines = jsonLines(out);
      t.match(
        lines.find(({ event }) => event === 'reap'),
        { what: /watching|listening/ },
      );
      const [stopped, end] = lines.slice(-2);
      t.match(stopped, { event: 'reap', what: 'stopped', report: { reason: 'aborted', dryRun: false } });
      t.match(end, { event: 'end', exitCode: 143 });
      const { reaped } = (stopped as unknown as { report: { reaped: number } }).report;
      t.equal(lines.filter(({ what }) => what === 'reaped').length, reaped);
      const { items } = await kube.core.listNamespacedEvent({ namespace: 'default' });
      t.equal(items.filter(({ reason }) => reason === 'PodChaosKilled').length, reaped);
    },
  );

  await t.test('what is wrong is told before a cluster is asked', async (t) => {
    const cases: [string[], RegExp][] = [
      [[], /expected -p POD, a selector such as -l app=web .* or --all, got none/],
      [['-l', 'app in'], /selector/],
      [['--all', '--when', 'never'], /--when expects restart or back-off, got "never"/],
      [['--all', '--max-per-minute', '0'], /--max-per-minute expects .*1 to 6000.*got "0"/],
      [['--all', '--grace-period', '1500ms'], /--grace-period expects whole seconds, got 1500 ms/],
      [['--all', '--metrics-address', 'x:y'], /--metrics-address expects an address/],
    ];
    const ended = await Promise.all(cases.map(([argv]) => run(['reap', ...argv])));
    for (const [index, [argv, message]] of cases.entries()) {
      t.match(ended[index], { code: 2, out: '', err: message }, argv.join(' '));
    }
  });
});
