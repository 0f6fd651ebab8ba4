/**
 * One measurement of the store of an epidemic, as a process of its own: a first list of pods, then what a watch and the podders tell
 * of them. The floor is a Map whose values are replaced as often. Prints one line of JSON.
 */
import { createEpidemicStore, type Observation, type PodSight, type Report } from '@pod-contagion/epidemic';

const PODS = 5_000;
const ROUNDS = 20;
const NOW_MS = Date.UTC(2026, 0, 1);

const uidOf = (index: number): string => `8f9a0d52-0000-4000-8000-${String(index).padStart(12, '0')}`;

function sightOf(index: number, restarts: number, ready: boolean): PodSight {
  const containerId = `local://${index}-${restarts}`;
  const ended = { containerId: `local://${index}-${restarts - 1}`, exitCode: 143, reason: 'Error' };
  return {
    uid: uidOf(index),
    name: `generic-78db5fd58c-${index}`,
    ready,
    over: false,
    containerId,
    waitingReason: undefined,
    waitingMessage: undefined,
    restarts,
    lastEnd: restarts === 0 ? undefined : { ...ended, message: undefined },
  };
}

/** What happens in a round: each podder is infected, tells so, and starts anew. */
function* observationsOf(round: number): Generator<Observation> {
  for (let index = 0; index < PODS; index++) {
    const from = `generic-78db5fd58c-${(index * 7) % PODS}`;
    const told: Report = { state: 'incubating', strain: 's', generation: round + 1, from };
    const containerId = `local://${index}-${round}`;
    yield { type: 'report', uid: uidOf(index), containerId, report: told };
    yield { type: 'pod', pod: sightOf(index, round, false) };
    yield { type: 'pod', pod: sightOf(index, round + 1, true) };
  }
}

const store = createEpidemicStore();
const list = Array.from({ length: PODS }, (_, index) => sightOf(index, 0, true));
const listFrom = performance.now();
for (const pod of list) store.observe({ type: 'pod', pod }, NOW_MS);
const firstListMs = performance.now() - listFrom;

const all = Array.from({ length: ROUNDS }, (_, round) => [...observationsOf(round)]).flat();
const observeFrom = performance.now();
let generations = 0;
for (const observation of all) {
  store.observe(observation, NOW_MS);
  // As whoever shows it does.
  generations = store.present.generations;
}
const observationUs = ((performance.now() - observeFrom) * 1_000) / all.length;

const floor = new Map<string, object>();
const floorFrom = performance.now();
for (const observation of all) {
  const uid = observation.type === 'pod' ? observation.pod.uid : observation.uid;
  floor.set(uid, { ...floor.get(uid), uid, observation });
}
const floorUs = ((performance.now() - floorFrom) * 1_000) / all.length;

const { counts, infections } = store.present;
if (counts.susceptible !== PODS || generations !== ROUNDS || infections !== PODS * ROUNDS) {
  throw new Error(
    `expected ${PODS} susceptible and ${PODS * ROUNDS} infections, got ${JSON.stringify(store.present)}`,
  );
}
process.stdout.write(`${JSON.stringify({ firstListMs, observationUs, floorUs })}\n`);
