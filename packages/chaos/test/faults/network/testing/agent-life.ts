import fc from 'fast-check';
import type { AgentContext, FaultPlan, FaultStep, Leftover } from '../../../../src/faults/fault-agent.ts';
import { everyMishap, Killed, withMishap, type Mishap } from './interruptions.ts';
import type { Namespaces } from './namespaces.ts';

const ROUNDS = 3;

/** The agent's part of a fault, and the fault that it is asked for. */
export type Part = Readonly<{
  plan: (context: AgentContext) => Promise<FaultPlan>;
  leftovers: (context: AgentContext) => Promise<readonly Leftover[]>;
}>;

/** How many commands an agent asked for, and what of its fault is there still. */
export type Life = Readonly<{ commands: number; left: readonly string[] }>;

/** Lives of an agent, each with one mishap, and then another agent's that cleans up if the first one died. */
export function livesOf(
  { plan, leftovers }: Part,
  spaces: Namespaces,
  real: AgentContext['command'] = spaces.context().command,
): (mishap?: Mishap) => Promise<Life> {
  const deadlineMs = Date.now() + 600_000;
  return async (mishap) => {
    const { command, count } = withMishap(real, mishap);
    const begun: FaultStep[] = [];
    try {
      const { steps } = await plan(spaces.context({ command, deadlineMs }));
      for (const step of steps) {
        begun.push(step);
        await step.apply();
        if (!(await step.isThere())) throw new Error(`${step.what} is not there`);
      }
    } catch (error) {
      if (mishap === undefined) throw error;
    }
    let left = await tryToUndo(begun);
    if (mishap?.dies === true) {
      const fresh = spaces.context({ command: real, run: 'another1' });
      left = await tryToUndo((await leftovers(fresh)).map(({ step }) => step));
      left = [...left, ...(await leftovers(fresh)).map(({ what }) => what)];
    }
    return { commands: count(), left };
  };
}

/** So many of all mishaps that can happen to so many commands; all of them where POD_CHAOS_EVERY_MISHAP is set. */
export function someMishaps(commands: number, samples: number): readonly Mishap[] {
  const all = everyMishap(commands);
  return process.env['POD_CHAOS_EVERY_MISHAP'] === undefined
    ? fc.sample(fc.constantFrom(...all), samples)
    : all;
}

/** Undoes in rounds as the agent does: a step that could not be undone does not keep others from it. */
async function tryToUndo(steps: readonly FaultStep[]): Promise<readonly string[]> {
  let left: readonly FaultStep[] = steps;
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    const there: FaultStep[] = [];
    for (const step of left.toReversed()) await step.undo().catch(ignore);
    for (const step of left) if (await step.isThere().catch(ignore)) there.push(step);
    left = there;
  }
  return left.map(({ what }) => what);
}

/** What failed is read back as being there, so that it is tried again; a dead agent tries nothing. */
function ignore(error: unknown): boolean {
  return !(error instanceof Killed);
}
