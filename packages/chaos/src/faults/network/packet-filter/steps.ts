import type { ChaosErrorCode } from '../../../errors.ts';
import type { AgentContext, FaultStep } from '../../fault-agent.ts';
import { mustRun } from '../run-program.ts';
import { OUR_CHAINS, type ChainUse } from './our-chains.ts';
import { inTable, mustReadOurRules } from './read-rules.ts';
import type { Family } from './rules.ts';

/** Most jumps of one run that are deleted: an agent makes one a hook, so that more are a sign of an endless loop. */
const MAX_JUMPS = 16;

/** Where a step works. */
export type Place = Readonly<{
  context: AgentContext;
  family: Family;
  run: string;
  note?: string;
  /** Default filter. */
  use?: ChainUse;
}>;

/** The step that makes our chain and fills it; nothing leads to it yet. `rules` are asked for when it is filled. */
export function chainStep(place: Place, rules: () => readonly (readonly string[])[]): FaultStep {
  const { context, family, run, note = '', use = 'filter' } = place;
  const chain = OUR_CHAINS[use].chain + run;
  const isThere = async (): Promise<boolean> =>
    (await mustReadOurRules(context, family, use)).chains.includes(run);
  return {
    what: `chain ${chain} (${family.name}${note})`,
    apply: async () => {
      await change(place, ['-N', chain]);
      for (const rule of rules()) await change(place, ['-A', chain, ...rule]);
    },
    undo: async () => {
      if (!(await isThere())) return;
      await change(place, ['-F', chain], 'CHAOS_NOT_ENDED');
      await change(place, ['-X', chain], 'CHAOS_NOT_ENDED');
    },
    isThere,
  };
}

/**
 * The step that leads packets of a hook to our chain. `stopWords` gives the words that make the kernel end it by
 * itself; a kernel without xt_time goes without.
 */
export function jumpStep(
  place: Place,
  { hook, match }: Readonly<{ hook: string; match: readonly string[] }>,
  stopWords: () => readonly string[],
): FaultStep {
  const { context, family, run, use = 'filter' } = place;
  const chain = OUR_CHAINS[use].chain + run;
  const ours = ['-m', 'comment', '--comment', OUR_CHAINS[use].comment + run, '-j', chain];
  return {
    what: `jump from ${hook} to ${chain} (${family.name})`,
    apply: async () => {
      const insert = (stop: readonly string[]): readonly string[] => [
        '-I',
        hook,
        '1',
        ...match,
        ...stop,
        ...ours,
      ];
      const stop = stopWords();
      if (stop.length > 0) {
        const args = [...inTable(use), ...insert(stop)];
        if ((await context.command(family.program, args)).exitCode === 0) return;
      }
      await change(place, insert([]));
    },
    undo: () => deleteJumps(place, hook),
    isThere: async () => (await jumpsOf(place, hook)).length > 0,
  };
}

/** Deletes the rules of a hook that have our comment, also where their chain has no rules any more. */
async function deleteJumps(place: Place, hook: string): Promise<void> {
  for (const words of (await jumpsOf(place, hook)).slice(0, MAX_JUMPS))
    await change(place, ['-D', ...words], 'CHAOS_NOT_ENDED');
}

async function jumpsOf(
  { context, family, run, use }: Place,
  hook: string,
): Promise<readonly (readonly string[])[]> {
  const { jumps } = await mustReadOurRules(context, family, use);
  return jumps.filter((jump) => jump.hook === hook && jump.run === run).map(({ words }) => words);
}

async function change(
  { context, family, use = 'filter' }: Place,
  words: readonly string[],
  code: ChaosErrorCode = 'CHAOS_SET_UP',
): Promise<void> {
  await mustRun(context, family.program, [...inTable(use), ...words], code);
}
