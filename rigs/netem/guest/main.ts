/** The test itself, in the guest: every group of claims, one after the other; one that breaks does not stop the rest. */
import { readFile } from 'node:fs/promises';
import { capacity } from './claims/capacity.ts';
import { chance } from './claims/chance.ts';
import { conflict } from './claims/conflict.ts';
import { delay } from './claims/delay.ts';
import { direction } from './claims/direction.ts';
import { ending } from './claims/ending.ts';
import { filter } from './claims/filter.ts';
import { kernel, LATE_MODULES } from './claims/kernel.ts';
import { scope } from './claims/scope.ts';
import { specs } from './claims/specs.ts';
import { loadModules, moduleNames } from './lab/kernel-modules.ts';
import { laboratoryFor, tell, type Group } from './lab/laboratory.ts';
import { forbidLoading, makePlaces, POD, WORLD } from './lab/places.ts';
import { startServers, warmUp } from './lab/probes.ts';
import { Station } from './lab/station.ts';

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
await forbidLoading();
await loadModules(
  (await moduleNames()).filter((name) => !(LATE_MODULES as readonly string[]).includes(name)),
);
await makePlaces();
const stations = { pod: new Station(POD), world: new Station(WORLD) };
await startServers(stations.pod, stations.world);
await warmUp(stations.pod, stations.world);
for (const { name, check } of GROUPS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  tell({ event: 'group', group: name });
  try {
    if (name !== 'kernel') await loadModules(LATE_MODULES);
    await check(laboratoryFor(name, stations));
  } catch (error) {
    tell({
      event: 'broken',
      group: name,
      error: error instanceof Error ? (error.stack ?? '') : String(error),
    });
  }
}
stations.pod.end();
stations.world.end();
tell({ event: 'done', seconds: (performance.now() - began) / 1000 });
