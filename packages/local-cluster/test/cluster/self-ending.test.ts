/** Podders that end themselves, by the project's own overlay: an endless contagion on a kubelet that has a back-off. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { request } from 'undici';
import { parse } from 'yaml';
import { placeOf, sneezeAt } from './podders.ts';
import { DEPLOYMENTS, EVENTS, PODS, SERVICES, startFor, until, type Api, type Json } from './support.ts';

const MANIFESTS = new URL('../../../../kubernetes/', import.meta.url);

const read = (path: string): Json => parse(readFileSync(new URL(path, MANIFESTS), 'utf8'));

/** Starts podders of the overlay, in a Deployment of a name of its own, with delays of theirs, in milliseconds. */
async function selfEnding(api: Api, name: string, replicas: number, healthDelayMs: number): Promise<void> {
  const base = read('deployments/generic.yaml');
  base.metadata.name = name;
  base.spec.replicas = 0;
  for (const labels of [base.spec.selector.matchLabels, base.spec.template.metadata.labels])
    labels.role = name;
  await api.create(DEPLOYMENTS, base);
  const overlay = read('overlays/self-ending/generic.yaml');
  const env = Object.entries({
    PODDER_SYMPTOM_DELAY_MS: 100,
    PODDER_HEALTH_DELAY_MS: healthDelayMs,
    PODDER_SNEEZE_INTERVAL_MS: 100,
  }).map(([variable, value]) => ({ name: variable, value: String(value) }));
  const delays = { spec: { replicas, template: { spec: { containers: [{ name: 'podder', env }] } } } };
  for (const { spec } of [overlay, delays]) await api.strategic(`${DEPLOYMENTS}/${name}`, { spec });
}

t.test('infected once, podders end themselves ten times and more, and nobody ever waits', async (t) => {
  const { api } = await startFor(t);
  const service = read('services/podder.yaml');
  // Lives here are shorter than it takes a kubelet to see that somebody is ready.
  service.spec.publishNotReadyAddresses = true;
  await api.create(SERVICES, service);
  // Some are ill for the whole test: with lives this short all others may be away at the same moment.
  await selfEnding(api, 'patient', 3, 120_000);
  await selfEnding(api, 'generic', 2, 20);
  const reasons = new Set<string>();
  let found: Json;
  const watch = await api.watch(PODS, (_, pod: Json) => {
    const [{ state = {}, restartCount = 0 } = {}]: Json[] = pod.status?.containerStatuses ?? [];
    if (state.waiting) reasons.add(state.waiting.reason);
    if (restartCount >= 10) found ??= pod;
  });
  t.teardown(watch.end);
  const patient = await until('a patient with an address', async () => {
    const { items } = await api.get(`${PODS}?labelSelector=role%3Dpatient`);
    return items.find(({ status }: Json) => status?.podIP !== undefined);
  });
  t.equal(await sneezeAt(placeOf(patient, 8080), 'endless'), 'eww\n');

  await until('ten restarts of one pod', () => found !== undefined);
  t.match(found.status.containerStatuses[0].lastState.terminated, {
    exitCode: 137,
    reason: 'RestartingAllContainers',
    message: 'The container is removed because RestartAllContainers in place',
    startedAt: null,
  });
  await api.merge(`${DEPLOYMENTS}/patient`, { spec: { replicas: 0 } });

  const health = placeOf(found, 8081);
  // Of ten and more the last eight are kept, which is podders' own limit.
  const told: Json = await until('a life that tells of those before it', async () => {
    try {
      const { body } = await request(`http://${health.host}:${health.port}/infection`);
      const report: Json = await body.json();
      return report.lives?.length === 8 && report;
    } catch {
      // It is between two lives.
      return undefined;
    }
  });
  for (const life of told.lives) {
    t.match(life, {
      pod: found.metadata.name,
      strain: 'endless',
      state: 'symptomatic',
      reason: 'ill enough',
    });
    t.ok(life.generation > 1, 'infected by another');
  }
  t.ok(reasons.has('RestartingAllContainers'));
  t.notOk(reasons.has('CrashLoopBackOff'), [...reasons].join());
  const { items: events } = await api.get(EVENTS);
  t.notOk(events.some(({ reason }: Json) => reason === 'BackOff'));
});
