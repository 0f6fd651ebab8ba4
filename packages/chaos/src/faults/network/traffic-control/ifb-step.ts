import type { AgentContext, FaultStep } from '../../fault-agent.ts';
import { IFB_PREFIX } from '../names.ts';
import { failure, jsonList, mustRun } from '../run-program.ts';

/** Packets that may wait at an ifb; its own default of 32 would drop some that a fault must not touch. */
const QUEUE_PACKETS = 1_000;

/** The devices of kind ifb that have a name of ours. */
export async function readOurIfbs(context: AgentContext): Promise<readonly string[]> {
  const args = ['-j', '-d', 'link', 'show', 'type', 'ifb'];
  const result = await context.command('ip', args);
  if (result.exitCode !== 0) throw failure('ip', args, result);
  return jsonList('ip', result)
    .map(({ ifname }) => ifname)
    .filter((name) => typeof name === 'string')
    .filter((name) => name.startsWith(IFB_PREFIX));
}

/** The step that makes the device of a run through which incoming packets are led. */
export function ifbStep(context: AgentContext, run: string): FaultStep {
  const name = IFB_PREFIX + run;
  const isThere = async (): Promise<boolean> => (await readOurIfbs(context)).includes(name);
  return {
    what: `device ${name}`,
    apply: async () => {
      await mustRun(context, 'ip', ['link', 'add', name, 'txqueuelen', String(QUEUE_PACKETS), 'type', 'ifb']);
      // Without an address of its own it sends nothing that would be counted; a kernel without IPv6 refuses this.
      await context.command('ip', ['link', 'set', 'dev', name, 'addrgenmode', 'none']);
      await mustRun(context, 'ip', ['link', 'set', 'dev', name, 'up']);
    },
    undo: async () => {
      if (await isThere()) await mustRun(context, 'ip', ['link', 'del', 'dev', name], 'CHAOS_NOT_ENDED');
    },
    isThere,
  };
}
