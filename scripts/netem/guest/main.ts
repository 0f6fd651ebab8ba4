/** The test itself, in the guest: every group of claims, one after the other; one that breaks does not stop the rest. */
import { readFile } from 'node:fs/promises';
import { delay } from './claims/delay.ts';
import { specs } from './claims/specs.ts';
import { loadModules, moduleNames } from './lab/kernel-modules.ts';
import { laboratoryFor, tell, type Group } from './lab/laboratory.ts';
import { forbidLoading, makePlaces, POD, WORLD } from './lab/places.ts';
import { startServers, warmUp } from './lab/probes.ts';
import { Station } from './lab/station.ts';

/** Modules that are missing until a group that shows what happens then is over. */
const LATE = ['sch_netem', 'ifb'];

const GROUPS: readonly Group[] = [delay, specs];

const began = performance.now();
tell({
  event: 'up',
  kernel: (await readFile('/proc/sys/kernel/osrelease', 'utf8')).trim(),
  node: process.version,
});
const wanted = (process.env['NETEM_GROUPS'] ?? '').split(',').filter((name) => name !== '');
await forbidLoading();
await loadModules((await moduleNames()).filter((name) => !LATE.includes(name)));
await makePlaces();
const stations = { pod: new Station(POD), world: new Station(WORLD) };
await startServers(stations.pod, stations.world);
await warmUp(stations.pod, stations.world);
for (const { name, check } of GROUPS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  tell({ event: 'group', group: name });
  try {
    if (name !== 'kernel') await loadModules(LATE);
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
