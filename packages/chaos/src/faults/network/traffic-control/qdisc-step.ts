import { ChaosError } from '../../../errors.ts';
import type { AgentContext, CommandResult, FaultStep } from '../../fault-agent.ts';
import { failure, mustRun, saidBy } from '../run-program.ts';
import { findQdisc, type QdiscPlace } from './qdiscs.ts';

/** Whether a step may have put something there: what another run put there is not its to remove. */
export type Begun = 'no' | 'maybe';

/** The step that adds a qdisc of ours. Deleting names place, handle and kind, and the kernel refuses where one differs. */
export function qdiscStep(
  context: AgentContext,
  place: QdiscPlace,
  words: readonly string[],
  begun: Begun = 'no',
): FaultStep {
  const { device, kind, handle, at } = place;
  let state = begun;
  const isThere = async (): Promise<boolean> =>
    state === 'maybe' && (await findQdisc(context, place)) !== undefined;
  return {
    what: `qdisc ${kind} ${handle} on ${device}`,
    apply: async () => {
      const args = ['qdisc', 'add', 'dev', device, ...at, kind, ...words];
      state = 'maybe';
      const result = await context.command('tc', args);
      if (result.exitCode === 0) return;
      if (isTaken(result)) state = 'no';
      throw addError(kind, args, result);
    },
    undo: async () => {
      if (!(await isThere())) return;
      const args = ['qdisc', 'del', 'dev', device, ...at, kind];
      const result = await context.command('tc', args);
      // It may have gone with its device, or with its parent.
      if (result.exitCode !== 0 && (await isThere())) throw failure('tc', args, result, 'CHAOS_NOT_ENDED');
    },
    isThere,
  };
}

/** Says whether tc failed since something is at that place already. */
export function isTaken(result: CommandResult): boolean {
  return /Exclusivity flag on|File exists|NLM_F_REPLACE needed/i.test(saidBy(result));
}

/** Says whether the kernel does not know a kind of qdisc. Without extended answers it says that of ENOENT. */
export function isUnknownKind(result: CommandResult): boolean {
  return /qdisc kind is unknown|RTNETLINK answers: No such file or directory/i.test(saidBy(result));
}

/** The error for a qdisc that could not be added. */
export function addError(kind: string, args: readonly string[], result: CommandResult): ChaosError {
  if (isTaken(result)) return failure('tc', args, result, 'CHAOS_CONFLICT');
  if (!isUnknownKind(result)) return failure('tc', args, result);
  return unknownKind(kind, saidBy(result));
}

/** The error for a kernel that does not know a kind of qdisc. */
export function unknownKind(kind: string, said: string): ChaosError {
  return new ChaosError(
    kind === 'netem' ? 'CHAOS_NO_NETEM' : 'CHAOS_SET_UP',
    `expected a kernel with sch_${kind}, tc says: ${said}`,
  );
}

/** Deletes the filters of one preference, or of all, at a place of ours. */
export async function deleteFilters(
  context: AgentContext,
  device: string,
  parent: string,
  preference?: number,
): Promise<void> {
  const args = ['filter', 'del', 'dev', device, 'parent', parent];
  await mustRun(
    context,
    'tc',
    preference === undefined ? args : [...args, 'pref', String(preference)],
    'CHAOS_NOT_ENDED',
  );
}
