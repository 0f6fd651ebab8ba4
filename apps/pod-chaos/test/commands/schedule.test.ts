/** Kills on a schedule, on a local cluster. */
import t from 'tap';
import { jsonLines, run, start, type Ended, type Running } from '../testing/command-line.ts';
import { startTestCluster } from '../testing/cluster.ts';

t.test('a schedule', async (t) => {
  const cluster = await startTestCluster(t);
  await cluster.deploy('web', 4);
  const chaos = (...argv: string[]): Promise<Ended> => run(['kill', ...argv], cluster.kubeconfig);
  const begin = (...argv: string[]): Running => start(['kill', ...argv], cluster.kubeconfig);
  const uids = async (): Promise<string[]> =>
    (await cluster.pods('web')).map(({ metadata }) => metadata.uid).toSorted();

  await t.test('is a dry run unless told otherwise', async (t) => {
    const before = await uids();
    const { code, out, err } = await chaos('-l', 'app=web', '--interval', '1s', '--max-runs', '2', '--json');
    t.equal(code, 0);
    t.match(err, 'dry run: nobody is killed; --no-dry-run makes it real');
    const lines = jsonLines(out);
    const planned = lines.filter(({ event }) => event === 'planned');
    t.match(planned, [
      { scheduledRun: 1, dryRun: true, wouldHit: [{ namespace: 'default' }], qualifying: 4 },
      { scheduledRun: 2, dryRun: true },
    ]);
    t.match(lines.slice(-2), [
      {
        event: 'schedule',
        what: 'stopped',
        dryRun: true,
        end: { reason: 'max-runs', runs: 2, kills: 0, dryRun: true, wouldBeHit: 2 },
      },
      { event: 'end', exitCode: 0 },
    ]);
    const ended = lines.filter(({ what }) => what === 'ended');
    t.match(ended, [
      { dryRun: true, kills: 0, killsInAll: 0, wouldBeHit: 1, wouldBeHitInAll: 1 },
      { dryRun: true, kills: 0, killsInAll: 0, wouldBeHit: 1, wouldBeHitInAll: 2 },
    ]);
    t.same(await uids(), before);
  });

  await t.test('a dry run says at its end that nobody was hit, and ends at --max', async (t) => {
    const { code, err, out } = await chaos(
      '-l',
      'app=web',
      '--interval',
      '1s',
      '--max',
      '2',
      '--duration',
      '5m',
    );
    t.equal(code, 0);
    t.match(err, 'run 1 is over; dry run: 1 pod would have been hit, 1 in all');
    t.match(
      err,
      'ended, as --max is reached: 2 runs, 0 failed; dry run: 2 pods would have been hit, none was',
    );
    t.notMatch(out, /held|hit by/);
  });

  await t.test('kills until it has killed enough', async (t) => {
    const before = await uids();
    const { code, out } = await chaos('-l', 'app=web', '--cron', '* * * * * *', '--max', '2', '--no-dry-run');
    t.equal(code, 0);
    t.equal(out.match(/^held: 1 of 1 pod hit by delete/gm)?.length, 2);
    const now = await uids();
    t.ok(before.filter((uid) => !now.includes(uid)).length >= 1);
    const events = await cluster.kube.core.listNamespacedEvent({ namespace: 'default' });
    t.equal(events.items.filter(({ reason }) => reason === 'PodChaosKilled').length, 2);
  });

  await t.test('tells Prometheus and the kubelet, and ends by SIGTERM with 143', async (t) => {
    const address0 = ['--metrics-address', '127.0.0.1:0', '--json'];
    const real = ['--interval', '1s', '--no-dry-run', '--grace-period', '0'];
    const command = begin('-l', 'app=web', ...real, ...address0);
    await command.said(/"what":"listening"/);
    await command.said(/"verdict":"held"/);
    const address = /"address":"([^"]+)"/.exec(command.outNow())?.[1] ?? '';
    const get = async (path: string): Promise<[number, string]> => {
      const answer = await fetch(`${address}${path}`);
      return [answer.status, await answer.text()];
    };
    t.same(await get('/livez'), [200, 'ok\n']);
    t.same(await get('/readyz'), [200, 'ok\n']);
    const [status, metrics] = await get('/metrics');
    t.equal(status, 200);
    t.match(metrics, /^pod_chaos_runs_total\{fault="delete",verdict="held"\} [1-9]/m);
    t.match(metrics, /^pod_chaos_targets_total\{fault="delete",namespace="default",outcome="hit"\} [1-9]/m);
    command.child.kill('SIGTERM');
    const { code, out } = await command.ended;
    t.equal(code, 143);
    t.match(jsonLines(out).slice(-2), [
      { event: 'schedule', what: 'stopped', end: { reason: 'aborted' } },
      { event: 'end', exitCode: 143 },
    ]);
  });

  await t.test('hits nobody outside of its windows', async (t) => {
    const before = await uids();
    const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
    // The day after tomorrow, whatever the time is by the end of this test.
    const other = days[(new Date().getUTCDay() + 2) % 7] ?? '';
    const schedule = ['--interval', '1s', '--window', other, '--duration', '3s', '--no-dry-run'];
    const { code, err } = await chaos('-l', 'app=web', ...schedule);
    t.equal(code, 0);
    t.match(err, 'ended, as --duration is over: 0 runs, 0 pods, 0 failed');
    t.same(await uids(), before);
  });

  await t.test('what is wrong is told before a cluster is asked', async (t) => {
    const cases: [string[], RegExp][] = [
      [['--interval', '1s', '--window', 'Someday'], /window: expected days and hours/],
      [['--interval', '1s', '--exclude-day', '13-32'], /expected/],
      [['--interval', '1s', '--time-zone', 'Mars/Base'], /Mars\/Base/],
      [['--cron', 'every day'], /cron: expected a pattern/],
      [['--interval', '1s', '--jitter', '2s'], /jitterMs expects/],
    ];
    const ended = await Promise.all(cases.map(([argv]) => run(['kill', '-l', 'app=web', ...argv])));
    for (const [index, [argv, message]] of cases.entries()) {
      t.match(ended[index], { code: 2, out: '', err: message }, argv.join(' '));
    }
  });

  await t.test('an address that is taken', async (t) => {
    const taken = new URL(cluster.url).host;
    const { code, err } = await chaos('-l', 'app=web', '--interval', '1h', '--metrics-address', taken);
    t.equal(code, 2);
    t.match(err, /--metrics-address: can't listen on 127\.0\.0\.1, port \d+: EADDRINUSE/);
  });
});
