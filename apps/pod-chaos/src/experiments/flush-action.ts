import { describeFault } from '@pod-contagion/chaos/faults';
import { flushNode, lookAtNode } from '@pod-contagion/chaos/nodes';
import type { FlagsTable } from '@pod-contagion/command-line';
import type { JsonObject, OwnAction } from '@pod-contagion/experiments';
import { FLUSH_FLAGS, type FlushFlags } from '../flags/flush.ts';
import { LASTING_FLAGS, type LastingFlags } from '../flags/running.ts';
import { planFlush, requireConsent, type FlushPlan } from '../plans/flush.ts';
import { tellFlushLeft } from '../session/tell-flush-left.ts';
import { plannedFlushText } from '../texts/flush-report.ts';
import { readArguments } from './arguments.ts';
import { runLasting } from './lasting.ts';
import type { ActionPlace } from './place.ts';
import { foreseen, isForeseen } from './preview.ts';

type FlushArguments = FlushFlags & Pick<LastingFlags, 'background'>;

const FLUSH_ARGUMENTS: FlagsTable<FlushArguments> = { ...FLUSH_FLAGS, background: LASTING_FLAGS.background };

/**
 * `flush`: flushes iptables on a node, sees what comes back, and puts back the rest. It has to be said that this node is meant,
 * as on the command line; without that, and where the node is not there, not Ready or a local cluster's, it is refused before the
 * experiment begins. That kube-proxy works without iptables is found by the agent.
 */
export function flushAction(place: ActionPlace): OwnAction {
  const read = (args: JsonObject): Readonly<{ plan: FlushPlan; flags: FlushArguments }> => {
    const flags = readArguments(FLUSH_ARGUMENTS, args);
    return { plan: planFlush(flags), flags };
  };
  /** Why the node is not known, where nobody may look; throws where it is refused. */
  const look = async (args: JsonObject, signal: AbortSignal): Promise<string | undefined> => {
    const { plan, flags } = read(args);
    requireConsent(plan, flags);
    return lookAtNode(await place.connect(), plan.node, signal);
  };
  return {
    meaning: 'flushes iptables on a node, and puts back what does not come back',
    describe: (args) => {
      const { fault, node } = read(args).plan;
      return `${describeFault(fault)} on node ${node}`;
    },
    preview: (args, signal) =>
      foreseen(async () => {
        await look(args, signal);
        const { plan, flags } = read(args);
        const { namespace = (await place.connect()).namespace } = flags;
        return { lines: [plannedFlushText(plan, namespace)], isRefused: false };
      }),
    refuse: async (args, signal) => {
      await look(args, signal).catch((error: unknown) => {
        // Where nobody could look the action says so itself, if it is still so then.
        if (isForeseen(error)) throw error;
      });
    },
    async run(args, context) {
      const unknown = await look(args, context.signal);
      const { plan, flags } = read(args);
      const { fault, node, durationMs, probe } = plan;
      if (unknown !== undefined) context.tell(`node ${node} could not be looked at: ${unknown}`);
      const kube = await place.connect();
      const { namespace = kube.namespace, image, 'net-raw': netRaw, background } = flags;
      const name = `${describeFault(fault)} on node ${node}`;
      context.tell(name);
      return runLasting(
        place,
        {
          name,
          pods: 1,
          background,
          start: (run, onEvent, signal) =>
            flushNode(
              kube,
              fault,
              { run, node, namespace, durationMs, probe, image, netRaw, onEvent },
              signal,
            ),
          tellLeft: (output, run, inPlace) => {
            if (!inPlace.done().some(({ mended }) => mended)) tellFlushLeft(output, { run, node, namespace });
          },
        },
        context,
      );
    },
  };
}
