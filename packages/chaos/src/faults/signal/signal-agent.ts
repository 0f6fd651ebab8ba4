import { ChaosError } from '../../errors.ts';
import type { FaultAgent } from '../fault-agent.ts';
import type { SignalFaultSpec } from '../fault-spec.ts';
import { findTargetProcess } from './target-process.ts';

/**
 * Sends a signal to the first process of the container that the ephemeral container targets. On a cluster the two share
 * a process namespace, so the end of that process is the end of the agent too.
 */
export const signalAgent: FaultAgent<SignalFaultSpec> = {
  kind: 'signal',
  momentary: true,
  async plan({ signal }, context) {
    const pid = await findTargetProcess(signal, context);
    let hits = 0;
    return {
      steps: [
        {
          what: `${signal} to process ${pid}`,
          apply: async () => {
            send(context.signal, pid, signal);
            hits++;
          },
          undo: async () => {},
          isThere: async () => false,
        },
      ],
      effect: async () => ({ hits, unit: 'signals' }),
    };
  },
  leftovers: async () => [],
};

function send(
  kill: (pid: number, signal: NodeJS.Signals) => void,
  pid: number,
  signal: SignalFaultSpec['signal'],
): void {
  try {
    kill(pid, signal);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const hint =
      code === 'EPERM'
        ? ': the agent needs the capability KILL, or the user of that process'
        : `: ${code ?? message}`;
    throw new ChaosError('CHAOS_SET_UP', `can't send ${signal} to process ${pid}${hint}`, { cause });
  }
}
