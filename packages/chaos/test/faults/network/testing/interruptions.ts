import type { AgentContext, CommandResult } from '../../../../src/faults/fault-agent.ts';

/** How a command goes wrong: not run at all, or run and said to have failed; and whether the agent dies of it. */
export type Mishap = Readonly<{ at: number; ran: boolean; dies: boolean }>;

/** What a killed agent can do no more. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Commands of which one goes wrong, and the number of those that were asked for. */
export function withMishap(
  command: AgentContext['command'],
  mishap: Mishap | undefined,
): { command: AgentContext['command']; count: () => number } {
  let count = 0;
  let dead = false;
  return {
    count: () => count,
    command: async (program, args, input): Promise<CommandResult> => {
      if (dead) throw new Killed();
      const index = count++;
      if (index !== mishap?.at) return command(program, args, input);
      if (mishap.ran) await command(program, args, input);
      dead = mishap.dies;
      if (dead) throw new Killed();
      return { exitCode: 1, stdout: '', stderr: 'it failed' };
    },
  };
}

const KINDS = [
  { ran: false, dies: false },
  { ran: true, dies: false },
  // To die before a command is to die after the one before it.
  { ran: true, dies: true },
];

/** Every mishap that can happen to so many commands. */
export function everyMishap(commands: number): readonly Mishap[] {
  return Array.from({ length: commands }, (_, at) => at).flatMap((at) =>
    KINDS.map(({ ran, dies }) => ({ at, ran, dies })),
  );
}
