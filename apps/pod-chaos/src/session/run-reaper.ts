import { reapPods, type ReapEvent } from '@pod-contagion/chaos/reap';
import { createChaosMetrics } from '@pod-contagion/chaos/telemetry';
import type { ReapPlan } from '../plans/reap.ts';
import { eventFields } from '../texts/event-fields.ts';
import { isOfKill } from '../texts/kill-event.ts';
import { reapEventText } from '../texts/reap-event.ts';
import { listenFor } from './serve-metrics.ts';
import type { ClusterSession } from './session.ts';

/** Reaps until it is stopped or a limit is reached; returns what the process ends with. */
export async function runReaper(session: ClusterSession, plan: ReapPlan): Promise<number> {
  const { kube, namespaces, output, interrupt, witness } = session;
  const { options, targets, durationMs, metricsAddress } = plan;
  const metrics = metricsAddress === undefined ? undefined : await createChaosMetrics();
  /** Namespaces whose pods are not seen now. */
  const unseen = new Set(namespaces);
  const onEvent = (event: ReapEvent): void => {
    metrics?.reaping(event);
    if (isOfKill(event)) {
      witness.happened(event);
      return;
    }
    if (event.event === 'watching' || event.event === 'resumed') unseen.delete(event.namespace);
    if (event.event === 'broken') unseen.add(event.namespace);
    output.progress('reap', eventFields(event), reapEventText(event));
  };
  if (options.dryRun === true) output.note('dry run: nobody is reaped');
  const listener = await listenFor(output, 'reap', metricsAddress, metrics, () =>
    unseen.size === 0 ? undefined : `pods are not seen in: ${[...unseen].join(', ')}`,
  );
  try {
    const untilMs = durationMs === undefined ? undefined : Date.now() + durationMs;
    await reapPods(
      kube,
      { ...options, targets: { ...targets, namespaces }, untilMs, onEvent },
      interrupt.signal,
    );
    return 0;
  } finally {
    await listener?.close();
  }
}
