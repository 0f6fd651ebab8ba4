import { defineCommand, type CommandDef } from 'citty';
import {
  formatRecoveryReport,
  watchRecovery,
  type RecoveryEvent,
  type RecoveryReport,
} from '@pod-contagion/chaos/recovery';
import { createChaosMetrics } from '@pod-contagion/chaos/telemetry';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { WATCH_FLAGS, type WatchFlags } from '../flags/look.ts';
import { listenFor } from '../session/serve-metrics.ts';
import { withCluster, type ClusterSession } from '../session/session.ts';
import { eventFields } from '../texts/event-fields.ts';
import { recoveryEventText } from '../texts/recovery-event.ts';

/** How long all has to be Ready before `--until-ready` believes it, in ms. */
const SETTLE_MS = 2_000;

/** `pod-chaos watch`: from down to up. */
export const watchCommand: CommandDef = defineCommand({
  meta: {
    name: 'watch',
    description: 'Watches pods, Deployments and StatefulSets: when each left, and when it was Ready again',
  },
  args: describeFlags(WATCH_FLAGS),
  run: ({ rawArgs }) => watch(readFlags(WATCH_FLAGS, rawArgs, usageError)),
});

function watch(flags: WatchFlags): Promise<number> {
  return withCluster(flags, (session) => watchUntil(session, flags), 'looks');
}

async function watchUntil(session: ClusterSession, flags: WatchFlags): Promise<number> {
  const { kube, namespaces, output, interrupt } = session;
  const { selector, duration: durationMs, 'metrics-address': metricsAddress } = flags;
  const settleMs = flags['until-ready'] ? SETTLE_MS : undefined;
  const metrics = metricsAddress === undefined ? undefined : await createChaosMetrics();
  /** What is not seen now; at first everything. */
  const unseen = new Set(['pods, Deployments and StatefulSets']);
  const onEvent = (event: RecoveryEvent): void => {
    metrics?.watching(event);
    if (event.event === 'watching') unseen.clear();
    if (event.event === 'broken') unseen.add(event.what);
    if (event.event === 'resumed') unseen.delete(event.what);
    output.progress('recovery', eventFields(event), recoveryEventText(event));
  };
  const listener = await listenFor(output, 'recovery', metricsAddress, metrics, () =>
    unseen.size === 0 ? undefined : `not seen: ${[...unseen].join(', ')}`,
  );
  try {
    const options = { namespaces, selector, durationMs, settleMs };
    const report = await watchRecovery(kube, options, interrupt.signal, onEvent);
    output.result('report', report, formatRecoveryReport(report));
    return settleMs === undefined || isReady(report) ? 0 : 1;
  } finally {
    await listener?.close();
  }
}

/** With --until-ready it has held where nothing is down at the end, whatever ended it. */
function isReady({ summaries }: RecoveryReport): boolean {
  return summaries.every(({ stillDown }) => stillDown === 0);
}
