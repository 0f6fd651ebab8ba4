import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentSpec } from '@pod-contagion/chaos/agent';
import { Agent, told, type AgentEnd, type Place } from '../lab/agent.ts';
import type { Tell } from '../lab/laboratory.ts';
import { PodCgroup } from '../lab/pod-cgroup.ts';

/** How far from what was asked a share may be, in points of per cent: what the product promises. */
const TOLERANCE_POINTS = 5;

/** How long the kernel's count is watched, in ms, and how long that is after the fault was in place. */
const WATCHED_MS = 4000;
const SETTLE_MS = 500;

/** What a quota leaves of the one processor. */
const QUOTA_CORES = 0.2;

/** Processor time is taken as asked, and a quota that is in the way is told. */
export async function claimBurns(claim: Tell): Promise<void> {
  for (const percent of [20, 50, 80]) await reached(claim, percent);
  await quotaInSight(claim);
  await quotaOutOfSight(claim);
}

async function reached(claim: Tell, percent: number): Promise<void> {
  const pod = await PodCgroup.make({});
  const { end, counted } = await burn(pod, pod.inSight(), percent);
  const said = end.report?.effect?.level?.reached ?? Number.NaN;
  const left = await pod.processesLeft();
  claim({
    what: `burn ${percent} % of a core: the agent's report and cpu.stat of its cgroup`,
    expected: `mended, deadline, exit 0; both ${percent} % ± ${TOLERANCE_POINTS}; no process left`,
    measured: `${told(end)}; ${said} % and ${counted.toFixed(1)} %; ${left} left`,
    holds:
      end.exitCode === 0 &&
      end.report?.outcome === 'mended' &&
      end.report.effect?.hits === 1 &&
      [said, counted].every((share) => Math.abs(share - percent) <= TOLERANCE_POINTS) &&
      left === 0,
  });
  await pod.remove();
}

async function quotaInSight(claim: Tell): Promise<void> {
  const pod = await PodCgroup.make({ cores: QUOTA_CORES });
  const { end, counted, periods } = await burn(pod, pod.inSight(), 90);
  const { hits, level, note = '' } = end.report?.effect ?? {};
  const said = Number(/^the CPU quota stopped it in (\d+) periods/.exec(note)?.[1]);
  const all = await pod.number('cpu.stat', 'nr_throttled');
  claim({
    what: `burn 90 % of a core in a pod with a quota of ${QUOTA_CORES} cores, its cgroup in sight`,
    expected: `missed, about 20 % by the report and by cpu.stat; it tells the quota and in how many periods, from its set-up on`,
    measured: `${hits} of 1 core, ${level?.reached} % and ${counted.toFixed(1)} %; ${note}; nr_throttled is ${all}, ${periods} of them since it was in place`,
    holds:
      hits === 0 &&
      [level?.reached ?? Number.NaN, counted].every((share) => Math.abs(share - 20) <= TOLERANCE_POINTS) &&
      said >= periods &&
      said <= all,
  });
  await pod.remove();
}

/** As in a container: where the pod's cgroup can't be seen, what a thread waited tells of its quota. */
async function quotaOutOfSight(claim: Tell): Promise<void> {
  const pod = await PodCgroup.make({ cores: QUOTA_CORES });
  const { end, counted } = await burn(pod, pod.outOfSight(), 90);
  const { hits, level, note = '' } = end.report?.effect ?? {};
  claim({
    what: 'the same where the agent sees its own cgroup alone, as in a container',
    expected: 'missed, about 20 % by both; it tells how long it waited, and the limit by the spec',
    measured: `${hits} of 1 core, ${level?.reached} % and ${counted.toFixed(1)} %; ${note}`,
    holds:
      hits === 0 &&
      [level?.reached ?? Number.NaN, counted].every((share) => Math.abs(share - 20) <= TOLERANCE_POINTS) &&
      note.startsWith('it waited ') &&
      note.endsWith(`: the pod's limit is ${QUOTA_CORES} cores by its spec`),
  });
  await pod.remove();
}

async function burn(
  pod: PodCgroup,
  place: Place,
  percent: number,
): Promise<{ end: AgentEnd; counted: number; periods: number }> {
  const order: AgentSpec = {
    version: 1,
    order: 'fault',
    run: 'burns000',
    durationMs: SETTLE_MS + WATCHED_MS + SETTLE_MS,
    fault: { kind: 'burn', cores: 1, percent, limitCores: QUOTA_CORES },
  };
  const agent = new Agent(order, place);
  await agent.applied();
  const stopped = await pod.number('cpu.stat', 'nr_throttled');
  await sleep(SETTLE_MS);
  const [usedUs, atMs] = [await pod.number('cpu.stat', 'usage_usec', 'agent'), performance.now()];
  await sleep(WATCHED_MS);
  const grownUs = (await pod.number('cpu.stat', 'usage_usec', 'agent')) - usedUs;
  const counted = grownUs / 10 / (performance.now() - atMs);
  const end = await agent.end();
  return { end, counted, periods: (await pod.number('cpu.stat', 'nr_throttled')) - stopped };
}
