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

t.test('a pod', async (t) => {
  t.same(kill(''), { kind: 'pod', mode: 'delete', waitMs: undefined });
  t.same(kill('--evict --grace-period 0 --wait'), {
    kind: 'pod',
    mode: 'evict',
    gracePeriodSeconds: 0,
    waitMs: 300_000,
  });
  t.match(kill('--grace-period 30s --wait --timeout 10s'), { gracePeriodSeconds: 30, waitMs: 10_000 });
  t.throws(() => kill('--grace-period 500ms'), {
    message: '--grace-period expects whole seconds, got 500 ms',
  });
  t.throws(() => kill('--timeout 10s'), { message: '--timeout expects --wait, got it alone' });
  t.throws(() => kill('--signal TERM'), { message: '--signal expects --container NAME, got it alone' });
  t.throws(() => kill('--via exec'), { message: '--via expects --container NAME, got it alone' });
  t.throws(() => kill('--image x'), { message: '--image expects --container NAME, got it alone' });
});

t.test('a container', async (t) => {
  t.same(kill('--container web'), {
    kind: 'container',
    container: 'web',
    signal: 'SIGTERM',
    via: 'auto',
    image: undefined,
    waitMs: undefined,
  });
  t.match(kill('--container web --signal KILL --via exec --image x'), {
    signal: 'SIGKILL',
    via: 'exec',
    image: 'x',
  });
  t.throws(() => kill('--container web --evict'), { code: 'CHAOS_USAGE' });
  t.throws(() => kill('--container web --grace-period 0'), { code: 'CHAOS_USAGE' });
});

t.test('a schedule is a dry run unless told otherwise', async (t) => {
  t.equal(schedule('--dry-run'), undefined);
  t.match(schedule('--interval 30s'), { intervalMs: 30_000, dryRun: true });
  t.match(schedule('--cron=@daily --dry-run'), { cron: '@daily', dryRun: true });
  t.match(schedule('--interval 30s --no-dry-run --max 3 --exclude-day 12-25 --metrics-address :1'), {
    dryRun: false,
    max: 3,
    excludeDays: ['12-25'],
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
    '--max=1',
    '--duration=1m',
    '--no-dry-run',
    '--metrics-address=:1',
  ];
  for (const text of alone) {
    const message = `${text.split('=')[0]} expects --interval or --cron, got neither`;
    t.throws(() => schedule(text), { code: 'CHAOS_USAGE', message });
  }
});
