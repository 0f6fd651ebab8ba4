import t from 'tap';
import { readFlags } from '@pod-contagion/command-line';
import { usageError } from '../../src/errors.ts';
import { KILL_FLAGS, type KillFlags } from '../../src/flags/kill.ts';
import { planKill, type KillPlan } from '../../src/plans/kill.ts';
import { planSchedule, type SchedulePlan } from '../../src/plans/schedule.ts';

const flags = (text: string): KillFlags =>
  readFlags(KILL_FLAGS, text === '' ? [] : text.split(' '), usageError);
const kill = (text: string): KillPlan => planKill(flags(text));
const schedule = (text: string): SchedulePlan | undefined => planSchedule(flags(text));

const ONCE = { wait: false, timeoutMs: undefined };

t.test('a pod', async (t) => {
  const once = { ...ONCE, kind: 'pod', mode: 'delete', retry: false, gracePeriodSeconds: undefined };
  t.same(kill(''), once);
  t.same(kill('--evict --retry --grace-period 0 --wait'), {
    ...once,
    mode: 'evict',
    retry: true,
    gracePeriodSeconds: 0,
    wait: true,
  });
  t.match(kill('--grace-period 30s --wait --timeout 10s'), { gracePeriodSeconds: 30, timeoutMs: 10_000 });
  const wrong = {
    '--grace-period 500ms': '--grace-period expects whole seconds, got 500 ms',
    '--timeout 10s': '--timeout expects --wait, --retry or --container, got none of them',
    '--retry': '--retry expects --evict, got it alone',
    '--signal TERM': '--signal expects --container NAME, got it alone',
    '--via exec': '--via expects --container NAME, got it alone',
    '--image x': '--image expects --container NAME, got it alone',
  };
  for (const [text, message] of Object.entries(wrong))
    t.throws(() => kill(text), { code: 'CHAOS_USAGE', message });
});

t.test('a container', async (t) => {
  const once = {
    ...ONCE,
    kind: 'container',
    container: 'web',
    signal: 'SIGTERM',
    via: 'auto',
    image: undefined,
  };
  t.same(kill('--container web'), once);
  t.same(kill('--container web --signal KILL --via exec --image x --wait'), {
    ...once,
    signal: 'SIGKILL',
    via: 'exec',
    image: 'x',
    wait: true,
  });
  t.match(kill('--container web --timeout 5s'), { timeoutMs: 5_000 });
  t.throws(() => kill('--container web --evict'), { code: 'CHAOS_USAGE' });
  t.throws(() => kill('--container web --grace-period 0'), { code: 'CHAOS_USAGE' });
});

t.test('a schedule is a dry run unless told otherwise', async (t) => {
  t.equal(schedule('--dry-run'), undefined);
  t.match(schedule('--interval 30s'), { options: { intervalMs: 30_000 }, dryRun: true });
  t.match(schedule('--cron=@daily --dry-run'), { options: { cron: '@daily' }, dryRun: true });
  t.match(schedule('--interval 30s --no-dry-run --max 3 --exclude-day 12-25 --metrics-address :1'), {
    dryRun: false,
    options: { maxKills: 3, excludedDays: ['12-25'] },
    metricsAddress: { host: '::', port: 1 },
  });
  t.throws(() => schedule('--interval 1m --cron=@daily'), {
    message: 'expected --interval or --cron, got both',
  });
  t.throws(() => schedule('--interval 1m --dry-run --no-dry-run'), {
    message: 'expected --dry-run or --no-dry-run, got both',
  });
});

t.test('what belongs to a schedule alone', async (t) => {
  const alone = [
    '--time-zone=UTC',
    '--window=Mon',
    '--exclude-day=12-25',
    '--jitter=1s',
    '--max=1',
    '--max-runs=1',
    '--duration=1m',
    '--no-dry-run',
    '--metrics-address=:1',
  ];
  for (const text of alone) {
    const message = `${text.split('=')[0]} expects --interval or --cron, got neither`;
    t.throws(() => schedule(text), { code: 'CHAOS_USAGE', message });
  }
});
