import { distinctListeners } from './listeners.ts';
import { parseLsof } from './lsof-output.ts';
import type { HostProcess, Listener, Processes } from './processes.ts';
import { parseCommands, parseGroups, parseStartDate, type CommandText } from './ps-output.ts';
import { runCommand, runCommandNow, type CommandResult } from './run-command.ts';

/** How the programs that know about processes are run; tests give what macOS would print. */
export type PsOptions = Readonly<{
  /** Runs a program without waiting for anything else: also in the last moment of this process. */
  runNow?: (command: string, args: readonly string[]) => CommandResult | undefined;
  run?: (command: string, args: readonly string[]) => Promise<CommandResult | undefined>;
  /** What has `ps` show all processes with their environments behind their commands. Source: ps(1) of macOS. */
  withEnvironments?: readonly string[];
}>;

/**
 * Processes as `ps` and `lsof` print them, for systems without /proc. macOS shows the environment of a user's own processes only, and
 * not that of the programs that belong to the system (/bin/sleep, say), so that those count by their identity alone.
 */
export function createPsProcesses({
  runNow = runCommandNow,
  run = runCommand,
  withEnvironments = ['-ax', '-ww', '-E'],
}: PsOptions = {}): Processes {
  const ps = (...args: string[]): string => {
    const result = runNow('ps', args);
    return result?.exitCode === 0 ? result.stdout : '';
  };
  const list = (): HostProcess[] => parseGroups(ps('-axo', 'pid=,pgid=,stat='));
  const commands = (flags: readonly string[]): readonly CommandText[] =>
    parseCommands(ps(...flags, '-o', 'pid=,pgid=,stat=,command='));

  const identityOf = (pid: number): string | undefined => {
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
    const date = parseStartDate(ps('-o', 'stat=,lstart=', '-p', String(pid)));
    return date === undefined ? undefined : `${pid}/${date}`;
  };

  const withVariable = (name: string, values: ReadonlySet<string>): HostProcess[] => {
    const wanted = new Set([...values].map((value) => `${name}=${value}`));
    const marked = commands(withEnvironments).filter(({ text }) => hasWord(text, wanted));
    if (marked.length === 0) return [];
    // An argument may read like a variable, so what stands behind the arguments counts, and nothing else.
    const plain = new Map(commands(['-ax', '-ww']).map(({ pid, text }) => [pid, text]));
    return marked.flatMap(({ pid, group, text }) => {
      const command = plain.get(pid);
      const isSame = command !== undefined && text.startsWith(command);
      return isSame && hasWord(text.slice(command.length), wanted) ? [{ pid, group }] : [];
    });
  };

  const listenersOf = async (group: number): Promise<readonly Listener[] | undefined> => {
    const args = ['-nPw', '-a', '-g', String(group), '-iTCP', '-sTCP:LISTEN', '-Fptn'];
    const result = await run('lsof', args);
    if (result === undefined) return undefined;
    // Where nothing is found it says nothing and ends with 1, as it does for errors, of which it tells. Source: lsof(8), DIAGNOSTICS.
    const isKnown = result.exitCode === 0 || (result.exitCode === 1 && result.stderr === '');
    return isKnown ? distinctListeners(parseLsof(result.stdout)) : undefined;
  };

  return { list, identityOf, withVariable, listenersOf };
}

function hasWord(text: string, words: ReadonlySet<string>): boolean {
  return text.split(' ').some((word) => words.has(word));
}
