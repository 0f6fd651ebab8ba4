/** The test itself, in the guest: every group of claims, one after the other; one that breaks does not stop the rest. */
import { readFile } from 'node:fs/promises';
import { capacity } from './claims/capacity.ts';
import { chance } from './claims/chance.ts';
import { conflict } from './claims/conflict.ts';
import { delay } from './claims/delay.ts';
import { direction } from './claims/direction.ts';
import { ending } from './claims/ending.ts';
import { filter } from './claims/filter.ts';
import { flush, SERVICE_MODULES } from './claims/flush.ts';
import { kernel, LATE_MODULES } from './claims/kernel.ts';
import { resources } from './claims/resources.ts';
import { scope } from './claims/scope.ts';
import { specs } from './claims/specs.ts';
import { loadModules, moduleNames } from './lab/kernel-modules.ts';
import { laboratoryFor, tell, tellingOf, type Group, type OwnGroup } from './lab/laboratory.ts';
import { forbidLoading, makePlaces, POD, WORLD } from './lab/places.ts';
import { startServers, warmUp } from './lab/probes.ts';
import { Station } from './lab/station.ts';

/** What is not about the pod of the other groups comes before that takes its part of the machine. */
const OWN_GROUPS: readonly OwnGroup[] = [flush, resources];

/** What happens where modules are missing comes first: the kernel of the guest gives none back. */
const GROUPS: readonly Group[] = [
  kernel,
  delay,
  chance,
  capacity,
  scope,
  direction,
  ending,
  conflict,
  filter,
  specs,
];

const began = performance.now();
tell({
  event: 'up',
  kernel: (await readFile('/proc/sys/kernel/osrelease', 'utf8')).trim(),
  node: process.version,
});
const wanted = (process.env['NETEM_GROUPS'] ?? '').split(',').filter((name) => name !== '');
const isWanted = ({ name }: Readonly<{ name: string }>): boolean =>
  wanted.length === 0 || wanted.includes(name);
const late: ReadonlySet<string> = new Set([...LATE_MODULES, ...SERVICE_MODULES]);
await forbidLoading();
await loadModules((await moduleNames()).filter((name) => !late.has(name)));
for (const { name, check } of OWN_GROUPS.filter(isWanted)) {
  await attempt(name, async () => await check(tellingOf(name)));
}
const groups = GROUPS.filter(isWanted);
if (groups.length > 0) await checkNetwork(groups);
tell({ event: 'done', seconds: (performance.now() - began) / 1000 });

async function checkNetwork(some: readonly Group[]): Promise<void> {
  await makePlaces();
  const stations = { pod: new Station(POD), world: new Station(WORLD) };
  await startServers(stations.pod, stations.world);
  await warmUp(stations.pod, stations.world);
  for (const { name, check } of some) {
    await attempt(name, async () => {
      if (name !== 'kernel') await loadModules(LATE_MODULES);
      await check(laboratoryFor(name, stations));
    });
  }
  stations.pod.end();
  stations.world.end();
}

async function attempt(group: string, check: () => Promise<void>): Promise<void> {
  tell({ event: 'group', group });
  try {
    await check();
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? '') : String(error);
    tell({ event: 'broken', group, error: told });
  }
}
