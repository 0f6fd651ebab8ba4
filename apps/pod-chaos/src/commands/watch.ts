import { defineCommand, type CommandDef } from 'citty';
import { formatRecoveryReport, watchRecovery, type RecoveryReport } from '@pod-contagion/chaos/recovery';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { WATCH_FLAGS, type WatchFlags } from '../flags/look.ts';
import { withCluster } from '../session/session.ts';
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
  const { selector, duration: durationMs } = flags;
  const settleMs = flags['until-ready'] ? SETTLE_MS : undefined;
  return withCluster(
    flags,
    async ({ kube, namespaces, output, interrupt }) => {
      const options = { namespaces, selector, durationMs, settleMs };
      const report = await watchRecovery(kube, options, interrupt.signal, (event) =>
        output.progress('recovery', eventFields(event), recoveryEventText(event)),
      );
      output.result('report', report, formatRecoveryReport(report));
      return settleMs === undefined || isReady(report) ? 0 : 1;
    },
    'looks',
  );
}

/** With --until-ready it has held where nothing is down at the end, whatever ended it. */
function isReady({ summaries }: RecoveryReport): boolean {
  return summaries.every(({ stillDown }) => stillDown === 0);
}
