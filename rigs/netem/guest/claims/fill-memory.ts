import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, told, type Place } from '../lab/agent.ts';
import { fillOrder, leftOf, LIMIT_MIB, MIB, NOTHING, podWithProgram, usedMib } from '../lab/filled-pod.ts';
import type { Hog } from '../lab/hog.ts';
import type { Tell } from '../lab/laboratory.ts';
import { PodCgroup } from '../lab/pod-cgroup.ts';

/** How far from what was asked a level may be, in points of per cent: what the product promises. */
const TOLERANCE_POINTS = 5;

/** More than the agent's own program takes, in MiB. */
const PROGRAM_MIB = 60;

/** How long a fault lasts, and after which time what was asked is there, in ms. */
const DURATION_MS = 6000;
const FULL_AFTER_MS = 4000;

/** Memory is taken as asked, by the kernel's own count, and given back. */
export async function claimFills(claim: Tell): Promise<void> {
  await bytes(claim);
  await share(claim, 'the cgroups of the node in sight', (pod) => pod.inSight());
  await share(claim, 'its own cgroup alone in sight, as in a container', (pod, hog) =>
    pod.outOfSight(hog.pid),
  );
  await share(claim, 'no cgroup in sight', (pod, hog) => pod.blind(hog.pid));
}

async function bytes(claim: Tell): Promise<void> {
  const pod = await PodCgroup.make({ memoryBytes: LIMIT_MIB * MIB });
  const agent = new Agent(fillOrder({ amount: { bytes: 200 * MIB } }, 60_000), pod.inSight());
  await agent.applied();
  await sleep(FULL_AFTER_MS);
  const heldMib = (await pod.number('memory.stat', 'anon', 'agent')) / MIB;
  agent.signal('SIGTERM');
  const end = await agent.end();
  const { hits = 0, level } = end.report?.effect ?? {};
  const left = await leftOf(pod, 0);
  claim({
    what: 'fill of 200 MiB: the report, and the pages of the agent by memory.stat',
    expected: `mended, signal, exit 0; 200 MiB; 200 MiB and less than ${PROGRAM_MIB} of its own program; nothing left`,
    measured: `${told(end)}; ${(level?.reached ?? 0) / MIB} MiB; ${heldMib.toFixed(0)} MiB; ${left}`,
    holds:
      end.exitCode === 0 &&
      end.report?.outcome === 'mended' &&
      hits === 200 * MIB &&
      level?.reached === 200 * MIB &&
      heldMib >= 200 &&
      heldMib < 200 + PROGRAM_MIB &&
      left === NOTHING,
  });
  await pod.remove();
}

async function share(claim: Tell, what: string, placeOf: (pod: PodCgroup, hog: Hog) => Place): Promise<void> {
  const { pod, hog } = await podWithProgram({ mib: 60, stepMib: 60, everyMs: 1 });
  await hog.eat();
  const beforeMib = await usedMib(pod);
  const agent = new Agent(fillOrder({ amount: { percent: 70 } }, DURATION_MS), placeOf(pod, hog));
  await agent.applied();
  await sleep(FULL_AFTER_MS);
  const counted = (100 * (await usedMib(pod))) / LIMIT_MIB;
  const end = await agent.end();
  const { hits = 0, level } = end.report?.effect ?? {};
  const said = level?.reached ?? Number.NaN;
  const left = await leftOf(pod, beforeMib);
  claim({
    what: `fill until the pod holds 70 % of ${LIMIT_MIB} MiB, of which another program has a part; ${what}`,
    expected: `mended, deadline, exit 0; 70 % ± ${TOLERANCE_POINTS} by the report and by memory.current; nothing left, the other one alive`,
    measured: `${told(end)}; ${said} % and ${counted.toFixed(1)} %; ${left}, the other one ${hog.isAlive() ? 'alive' : 'dead'}`,
    holds:
      end.exitCode === 0 &&
      end.report?.outcome === 'mended' &&
      hits > 0 &&
      [said, counted].every((value) => Math.abs(value - 70) <= TOLERANCE_POINTS) &&
      left === NOTHING &&
      hog.isAlive(),
  });
  await pod.remove();
}
