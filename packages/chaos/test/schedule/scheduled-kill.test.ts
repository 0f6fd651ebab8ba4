import t from 'tap';
import { killPods } from '../../src/kill/kill-pods.ts';
import { runSchedule, type ScheduleEnd } from '../../src/schedule/run-schedule.ts';
import { parseSchedule } from '../../src/schedule/schedule.ts';
import { scheduledKill } from '../../src/schedule/scheduled-kill.ts';
import type { TargetOptions } from '../../src/targets/options.ts';
import type { Planned } from '../../src/targets/planned.ts';
import { clusterFor, deploy, readyPods } from '../testing/local-cluster.ts';

const NEVER = new AbortController().signal;

t.test('a schedule shows whom it would hit, and hits them when it is told to', async (t) => {
  const kube = await clusterFor(t);
  const before = (await deploy(kube, 'web', 4)).map(({ metadata }) => metadata?.uid ?? '');
  const targets: TargetOptions = {
    namespaces: ['default'],
    selector: 'app=web',
    amount: { percent: 50 },
    seed: 'thanos',
  };
  const kill = (chosen: Parameters<typeof killPods>[1], signal: AbortSignal): ReturnType<typeof killPods> =>
    killPods(kube, chosen, { mode: 'delete', waitGone: true }, signal);
  const run = async (
    dryRun: boolean | undefined,
    maxKills: number,
  ): Promise<{ plans: Planned[]; end: ScheduleEnd }> => {
    const plans: Planned[] = [];
    const action = scheduledKill(kube, {
      targets,
      kill,
      dryRun,
      onPlanned: (_run, plan) => plans.push(plan),
    });
    const schedule = parseSchedule({ intervalMs: 1_000, maxKills, maxRuns: 4 });
    return { end: await runSchedule(schedule, action, {}, NEVER), plans };
  };
  const uids = async (): Promise<string[]> =>
    (await readyPods(kube, 'web', 4)).map(({ metadata }) => metadata?.uid ?? '');

  const dry = await run(undefined, 4);
  t.strictSame(
    dry.end,
    { reason: 'max-kills', runs: 2, kills: 0, failures: 0, dryRun: true, wouldBeHit: 4 },
    'none is counted as hit, and the maximum holds all the same',
  );
  t.equal(dry.plans.length, 2);
  t.match(dry.plans[0], { qualifying: 4, seed: 'thanos/1' });
  t.strictSame((await uids()).toSorted(), before.toSorted(), 'but all are there');

  const real = await run(false, 1);
  const hit = real.plans.flatMap(({ wouldHit }) => wouldHit.map(({ uid }) => uid));
  t.strictSame(real.end, { reason: 'max-kills', runs: 1, kills: 1, failures: 0 }, 'not two, as one was left');
  t.equal(hit[0], dry.plans[0]?.wouldHit[0]?.uid, 'the one that the dry run showed');
  const now = await uids();
  t.strictSame(
    before.filter((uid) => !now.includes(uid)),
    hit,
  );
});
