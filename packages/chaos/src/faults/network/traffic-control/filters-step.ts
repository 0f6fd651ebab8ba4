import type { AgentContext, FaultStep } from '../../fault-agent.ts';
import { ROOT_HANDLE } from '../names.ts';
import { jsonList, mustRun } from '../run-program.ts';
import { findQdisc, prioRoot } from './qdiscs.ts';
import { deleteFilters, type Begun } from './qdisc-step.ts';

/** The step that adds filters to our prio qdisc. */
export function filtersStep(
  context: AgentContext,
  device: string,
  filters: readonly (readonly string[])[],
  begun: Begun = 'no',
): FaultStep {
  let state = begun;
  const isThere = async (): Promise<boolean> => {
    if (state === 'no' || (await findQdisc(context, prioRoot(device))) === undefined) return false;
    const args = ['-j', 'filter', 'show', 'dev', device, 'parent', ROOT_HANDLE];
    return jsonList('tc', await mustRun(context, 'tc', args)).length > 0;
  };
  return {
    what: `filters of ${ROOT_HANDLE} on ${device}`,
    apply: async () => {
      state = 'maybe';
      for (const filter of filters) await mustRun(context, 'tc', ['filter', 'add', 'dev', device, ...filter]);
    },
    undo: async () => {
      if (await isThere()) await deleteFilters(context, device, ROOT_HANDLE);
    },
    isThere,
  };
}
