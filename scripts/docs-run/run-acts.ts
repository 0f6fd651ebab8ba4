import { runAct, type Outcome } from './act.ts';
import { allCommands } from './find-commands.ts';
import type { Act } from './pages.ts';
import type { Stage } from './stage.ts';

/** Runs acts on a cluster, some at once, and tells of each command as it is over; throws where a scene can't be made. */
export async function runActs(
  acts: readonly Act[],
  stage: Stage,
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const all = allCommands();
  const left = [...acts];
  const work = async (): Promise<void> => {
    for (let act = left.shift(); act !== undefined; act = left.shift()) {
      for await (const outcome of runAct(act, stage, all)) onOutcome(outcome);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: stage.atOnce }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** An outcome in words: one line, and where it differs what was shown and what was printed. */
export function describeOutcome({ command, verdict, why, printed }: Outcome): string {
  const head = `${verdict}: ${command.page}:${command.line}: ${command.command.split('\n')[0] ?? ''}`;
  const line = why === '' ? head : `${head} (${why})`;
  if (verdict !== 'differs') return line;
  const shown = command.shown === undefined ? ['shows nothing'] : ['shows', ...command.shown];
  return [line, ...indent(shown), '  prints', ...indent(printed)].join('\n');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
