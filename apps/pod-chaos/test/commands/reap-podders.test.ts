/** The endless chain of the reaper, on a local cluster: killed podders are replaced, nobody waits, and it is told who infected whom. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { parse } from 'yaml';
import { reapPods, type ReapEvent } from '@pod-contagion/chaos/reap';
import { sneezeAt } from '../../../../scripts/testing/sneeze-at.ts';
import { startTestCluster } from '../testing/cluster.ts';
import { readReachedAt } from '@pod-contagion/notations';

const MANIFESTS = new URL('../../../../kubernetes/', import.meta.url);
const namespace = 'default';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;
const read = (path: string): Json => parse(readFileSync(new URL(path, MANIFESTS), 'utf8'));

/** Podders of the repository's Deployment under another name, ill after a moment; `healthDelayMs` says for how long they sneeze. */
function deployment(name: string, replicas: number, healthDelayMs: number): Json {
  const object = read('deployments/generic.yaml');
  object.metadata.name = name;
  object.spec.replicas = replicas;
  // Who is infected before it has passed would be killed for it a minute later, and not by liveness.
  delete object.spec.template.spec.containers[0].startupProbe;
  for (const labels of [object.spec.selector.matchLabels, object.spec.template.metadata.labels])
    labels.role = name;
  const delays: Readonly<Record<string, number>> = {
    PODDER_SYMPTOM_DELAY_MS: 100,
    PODDER_HEALTH_DELAY_MS: healthDelayMs,
    PODDER_SNEEZE_INTERVAL_MS: 100,
  };
  for (const variable of object.spec.template.spec.containers[0].env) {
    const delayMs = delays[variable.name];
    if (delayMs !== undefined) variable.value = String(delayMs);
  }
  return object;
}

t.test(
  'killed podders are replaced a dozen times, nobody waits, and last words tell of generations',
  async (t) => {
    const { kube, until } = await startTestCluster(t);
    const service = read('services/podder.yaml');
    // Lives here are shorter than it takes a kubelet to see that somebody is ready.
    service.spec.publishNotReadyAddresses = true;
    await kube.core.createNamespacedService({ namespace, body: service });
    // Who is ill for the whole test keeps it going: all others may be away at the same moment.
    for (const body of [deployment('patient', 2, 120_000), deployment('generic', 3, 20)]) {
      await kube.apps.createNamespacedDeployment({ namespace, body });
    }
    const abort = new AbortController();
    const reaped: ReapEvent[] = [];
    const targets = { namespaces: [namespace], selector: 'role=generic', amount: 'all' } as const;
    const onEvent = (event: ReapEvent): void => void (event.event === 'reaped' && reaped.push(event));
    const reaper = reapPods(kube, { targets, maxPerMinute: 600, onEvent }, abort.signal);
    const words: Json[] = [];
    const waiting = new Set<string>();
    await until('a patient that can be infected', async () => {
      const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector: 'role=patient' });
      const object = items.find(({ status }) => status?.podIP !== undefined);
      if (object === undefined) return false;
      const place: Json = readReachedAt(object as Json) ?? { host: object.status?.podIP, ports: {} };
      const face = `http://${place.host}:${place.ports[8080] ?? 8080}`;
      return sneezeAt(face, { strain: 'endless', generation: '1' }).then(
        () => true,
        () => false,
      );
    });
    const toldByIll = (): Json[] => words.filter(({ state }) => state === 'symptomatic');
    await until('a dozen replaced, and words of who was ill', async () => {
      const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector: 'role=generic' });
      for (const { status } of items) {
        for (const { state, lastState } of status?.containerStatuses ?? []) {
          if (state?.waiting?.reason !== undefined) waiting.add(state.waiting.reason);
          const { message } = lastState?.terminated ?? state?.terminated ?? {};
          if (message !== undefined && message.startsWith('{')) words.push(JSON.parse(message));
        }
      }
      return reaped.length >= 12 && toldByIll().length > 0;
    });
    abort.abort();
    t.match(await reaper, { reason: 'aborted', failures: 0 });
    t.equal(
      new Set(reaped.map((event) => 'pod' in event && event.pod.uid)).size,
      reaped.length,
      'each pod once',
    );
    t.notOk(waiting.has('CrashLoopBackOff'), [...waiting].join());
    for (const { strain, generation } of toldByIll()) {
      t.equal(strain, 'endless');
      t.ok(generation > 1, `generation ${generation}`);
    }
    // On a busy machine a probe ends also who is well.
    for (const { strain, state } of words) t.equal(strain === null, state === 'susceptible', state);
  },
);
