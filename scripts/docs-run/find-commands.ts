import { globSync, readFileSync } from 'node:fs';
import { ROOT } from '../files.ts';
import { commandsOf, type DocCommand } from './blocks.ts';
import type { Act, Note } from './pages.ts';

/** The pages whose commands are run. */
const PAGES = ['README.md', 'docs/**/*.md', 'kubernetes/chaos/README.md'];

/** Every command of every page. */
export function allCommands(): DocCommand[] {
  return globSync(PAGES, { cwd: ROOT })
    .toSorted()
    .flatMap((page) => commandsOf(page, readFileSync(`${ROOT}${page}`, 'utf8')));
}

/** The commands of an act, in its order. */
export function commandsIn(act: Act, all: readonly DocCommand[]): DocCommand[] {
  const ofPage = all.filter(({ page }) => page === act.page);
  const { sections } = act;
  return sections === undefined
    ? ofPage
    : sections.flatMap((section) => ofPage.filter((each) => each.section === section));
}

/** What is peculiar about a command; undefined where nothing is. */
export function noteOf(act: Act, { command }: DocCommand): Note | undefined {
  return act.notes?.find((note) => note.command === firstLine(command));
}

/** What is wrong between acts and pages: commands that no act has, or several; notes and sections of nothing. */
export function mistakesIn(acts: readonly Act[], all: readonly DocCommand[]): string[] {
  const taken = acts.flatMap((act) => commandsIn(act, all));
  const stray = all.flatMap((each) => {
    const count = taken.filter((other) => other === each).length;
    return count === 1
      ? []
      : [
          `${each.page}:${each.line}: ${count === 0 ? 'neither run nor listed' : 'in several acts'}: ${each.command}`,
        ];
  });
  const stale = acts.flatMap((act) => {
    const commands = commandsIn(act, all);
    const lines = new Set(commands.map(({ command }) => firstLine(command)));
    const sections = new Set(all.filter(({ page }) => page === act.page).map(({ section }) => section));
    return [
      ...(commands.length === 0 ? [`${act.page}: no command is on it any more`] : []),
      ...(act.sections ?? []).flatMap((section) =>
        sections.has(section) ? [] : [`${act.page}: no command is under "${section}" any more`],
      ),
      ...(act.notes ?? []).flatMap(({ command }) =>
        lines.has(command) ? [] : [`${act.page}: not on the page any more: ${command}`],
      ),
    ];
  });
  return [...stray, ...stale];
}

function firstLine(command: string): string {
  return command.split('\n')[0] ?? '';
}
