/** The simulator does what the local cluster does: the lives, restarts and back-offs of one podder that is infected again and again. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import t from 'tap';
import { createModel, settingsFromObjects } from '@pod-contagion/simulator';
import { podders } from '../../packages/local-cluster/test/cluster/podders.ts';
import { DEPLOYMENTS, SERVICES, startFor } from '../../packages/local-cluster/test/cluster/support.ts';
import { climbCluster } from '../ladder/climb-cluster.ts';
import { climbSimulation } from '../ladder/climb-simulation.ts';
import { lifeFaults, restartFaults } from '../ladder/faults.ts';

t.setTimeout(300_000);

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

t.test('the ladder of one podder', async (t) => {
  const { api } = await startFor(t, { kubeletSwitches: SWITCHES });
  const place = await podders(api, 1, ILLNESS);
  const objects = await Promise.all([`${DEPLOYMENTS}/generic`, `${SERVICES}/podder`].map(api.get));
  const model = createModel(settingsFromObjects(objects, { profile: 'local-cluster', ...SWITCHES }).settings);
  const delay = monitorEventLoopDelay();
  delay.enable();
  const cluster = await climbCluster(api, place, RESTARTS);
  delay.disable();
  const simulations = climbSimulation(model, RESTARTS, SEEDS);

  // The kubelet is in this process: what it could not do in time shows here.
  const lagMs = Math.ceil(delay.max / 1e6);
  const [, killMs] = model.machine.killMs;
  // A probe that comes late fails where it would still have passed, and those after it are on time.
  const allowance = { earlyMs: lagMs, lateMs: killMs + LATE_MS + lagMs };
  const seen = { cluster, lagMs };
  t.same(lifeFaults(cluster, model.liveness, allowance), [], 'lives of the cluster', seen);
  t.same(restartFaults(cluster, simulations, allowance), [], 'restarts of the cluster', seen);
  const exactly = { earlyMs: 0, lateMs: killMs };
  t.same(
    simulations.flatMap((simulation) => lifeFaults(simulation, model.liveness, exactly)),
    [],
    'lives of simulations',
  );
  t.same([...new Set(simulations.map(({ restarts }) => restarts))], [cluster.restarts]);
});
