import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, told, type Place } from '../lab/agent.ts';
import { fillOrder, leftOf, LIMIT_MIB, MIB, NOTHING, podWithProgram, usedMib } from '../lab/filled-pod.ts';
import type { Hog } from '../lab/hog.ts';
import type { Tell } from '../lab/laboratory.ts';
import { PodCgroup } from '../lab/pod-cgroup.ts';

/** Longer than any of these faults lasts, and after which time what was asked is there, in ms. */
const DURATION_MS = 60_000;
const FULL_AFTER_MS = 4000;

/** The guard lets go in time, and the OOM killer comes only where that was asked for, or where nobody can be as quick. */
export async function claimMemoryLimits(claim: Tell): Promise<void> {
  await guard(claim, 'the cgroups of the node in sight', (pod) => pod.inSight());
  await guard(claim, 'its own cgroup alone in sight, as in a container', (pod, hog) =>
    pod.outOfSight(hog.pid),
  );
  await leap(claim);
  await refused(claim);
  await untilOom(claim);
}

/** Another program of the pod grows until the guard lets go, and on to what it wants. */
async function guard(claim: Tell, what: string, placeOf: (pod: PodCgroup, hog: Hog) => Place): Promise<void> {
  const { pod, hog } = await podWithProgram({ mib: 220, stepMib: 5, everyMs: 100 });
  const agent = new Agent(fillOrder({ amount: { bytes: 150 * MIB } }, DURATION_MS), placeOf(pod, hog));
  await agent.applied();
  await sleep(FULL_AFTER_MS);
  const fate = await hog.eat();
  const end = await agent.end();
  const { note = '', hits = 0 } = end.report?.effect ?? {};
  const kills = await pod.number('memory.events', 'oom_kill');
  claim({
    what: `fill of 150 MiB of ${LIMIT_MIB} while another program grows by 5 MiB every 100 ms to 220; ${what}`,
    expected:
      'mended, guard, exit 0; it says of what how much was left; the other one gets all, nobody is killed',
    measured: `${told(end)}; ${hits / MIB} MiB; ${note}; the other one is ${fate}; oom_kill ${kills}`,
    holds:
      end.exitCode === 0 &&
      end.report?.outcome === 'mended' &&
      end.report.reason === 'guard' &&
      hits === 150 * MIB &&
      note.startsWith('the guard let go: ') &&
      fate === 'full' &&
      kills === 0,
  });
  await pod.remove();
}

/** What takes its memory faster than the guard looks brings the OOM killer, who takes the agent first. */
async function leap(claim: Tell): Promise<void> {
  const { pod, hog } = await podWithProgram({ mib: 220, stepMib: 220, everyMs: 1 });
  const agent = new Agent(fillOrder({ amount: { bytes: 170 * MIB } }, DURATION_MS), pod.inSight());
  await agent.applied();
  await sleep(FULL_AFTER_MS);
  const fate = await hog.eat();
  const end = await agent.end();
  const [kills, others] = await groupKills(pod);
  claim({
    what: `fill of 170 MiB of ${LIMIT_MIB} while another program takes 220 MiB at once`,
    expected: 'the guard lets go, or the agent is killed before the other one',
    measured: `${told(end)}; oom_group_kill ${kills} and ${others}, the other one is ${fate}`,
    holds: end.report?.reason === 'guard' || (end.signal === 'SIGKILL' && kills === 1),
  });
  await pod.remove();
}

async function refused(claim: Tell): Promise<void> {
  const pod = await PodCgroup.make({ memoryBytes: LIMIT_MIB * MIB });
  const end = await new Agent(fillOrder({ amount: { bytes: 390 * MIB } }, DURATION_MS), pod.inSight()).end();
  const left = await leftOf(pod, 0);
  claim({
    what: `fill of 390 MiB of ${LIMIT_MIB}`,
    expected: 'untouched, CHAOS_REFUSED, exit 1; nothing left',
    measured: `${told(end)}; ${left}`,
    holds:
      end.report?.outcome === 'untouched' &&
      end.report.error?.code === 'CHAOS_REFUSED' &&
      end.report.error.message.includes('of the cgroup would let go') &&
      end.exitCode === 1 &&
      left === NOTHING,
  });
  await pod.remove();
}

async function untilOom(claim: Tell): Promise<void> {
  const { pod, hog } = await podWithProgram({ mib: 60, stepMib: 60, everyMs: 1 });
  await hog.eat();
  const beforeMib = await usedMib(pod);
  const fill = { amount: { percent: 100 }, untilOom: true };
  const end = await new Agent(fillOrder(fill, DURATION_MS), pod.inSight()).end();
  const [kills, others] = await groupKills(pod);
  const left = await leftOf(pod, beforeMib);
  claim({
    what: `fill of all of ${LIMIT_MIB} MiB until the OOM killer comes`,
    expected:
      'killed, no report; oom_group_kill 1 in memory.events of its cgroup, 0 in that of the other program; nothing left',
    measured: `${told(end)}; oom_group_kill ${kills} and ${others}; ${left}`,
    holds:
      end.signal === 'SIGKILL' &&
      end.report === undefined &&
      kills === 1 &&
      others === 0 &&
      hog.isAlive() &&
      left === NOTHING,
  });
  await pod.remove();
}

/**
 * How often the OOM killer came to the agent's cgroup and to that of the other program. It kills a container as a whole, and
 * then `oom_kill` counts the process that it chose twice.
 */
async function groupKills(pod: PodCgroup): Promise<readonly [agent: number, main: number]> {
  return [
    await pod.number('memory.events', 'oom_group_kill', 'agent'),
    await pod.number('memory.events', 'oom_group_kill', 'main'),
  ];
}
