/** The simulator does what the local cluster does: the lives, restarts and back-offs of one podder that is infected again and again. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import t, { type Test } from 'tap';
import { createModel, settingsFromObjects, type Model } from '@pod-contagion/simulator';
import { podders } from '../../packages/local-cluster/test/cluster/podders.ts';
import { DEPLOYMENTS, SERVICES, startFor } from '../../packages/local-cluster/test/cluster/support.ts';
import { climbCluster } from '../ladder/climb-cluster.ts';
import { climbSimulation } from '../ladder/climb-simulation.ts';
import { lifeFaults, restartFaults } from '../ladder/faults.ts';

t.setTimeout(600_000);

/**
 * By the gate the back-off begins with 1 s and doubles. Probes and this delay put 5 to 7 s between two ends, of which no back-off is near:
 * of the first five none is followed by a wait, as 4 s have passed since the end before, and the sixth comes within 8 s of it.
 */
const SWITCHES = { reducedDecay: true };
const ILLNESS = { symptomDelayMs: 1_700, healthDelayMs: 0, sneezeIntervalMs: 500 };
const RESTARTS = 6;
const SEEDS = 300;

/** What probes, signals and starts may be late by beside what the machine is known to take, on one that does little else; in ms. */
const LATE_MS = 250;

/**
 * A busy machine keeps podders from answering and signals from arriving by more than can be measured from here: what is wrong with the
 * kubelet's rules shows each time, what is wrong with the machine is unlikely to.
 */
const TRIES = 3;

/** Climbs it once, and says what is wrong with that; its cluster is closed, so that it takes nothing from the next. */
async function climb(t: Test): Promise<{ faults: string[]; seen: unknown; restarts: number; model: Model }> {
  const { api, cluster: started } = await startFor(t, { kubeletSwitches: SWITCHES });
  const place = await podders(api, 1, ILLNESS);
  const objects = await Promise.all([`${DEPLOYMENTS}/generic`, `${SERVICES}/podder`].map(api.get));
  const model = createModel(settingsFromObjects(objects, { profile: 'local-cluster', ...SWITCHES }).settings);
  const delay = monitorEventLoopDelay();
  delay.enable();
  const cluster = await climbCluster(api, place, RESTARTS);
  delay.disable();
  await api.close();
  await started.close();

  // The kubelet is in this process: what it could not do in time shows here.
  const lagMs = Math.ceil(delay.max / 1e6);
  const [, killMs] = model.machine.killMs;
  // A probe that comes late fails where it would still have passed, and those after it are on time.
  const allowance = { earlyMs: lagMs, lateMs: killMs + LATE_MS + lagMs };
  const faults = [
    ...lifeFaults(cluster, model.liveness, allowance),
    ...restartFaults(cluster, climbSimulation(model, RESTARTS, SEEDS), allowance),
  ];
  return { faults, seen: { ...cluster, lagMs }, restarts: cluster.restarts, model };
}

t.test('the ladder of one podder', async (t) => {
  let climbed = await climb(t);
  for (let tries = 1; climbed.faults.length > 0 && tries < TRIES; tries++) {
    t.comment(...climbed.faults, climbed.seen);
    climbed = await climb(t);
  }
  const { faults, seen, restarts, model } = climbed;
  t.same(faults, [], 'lives and restarts of the cluster', { seen });
  const simulations = climbSimulation(model, RESTARTS, SEEDS);
  const exactly = { earlyMs: 0, lateMs: model.machine.killMs[1] };
  t.same(
    simulations.flatMap((simulation) => lifeFaults(simulation, model.liveness, exactly)),
    [],
    'lives of simulations',
  );
  t.same([...new Set(simulations.map((simulation) => simulation.restarts))], [restarts]);
});
