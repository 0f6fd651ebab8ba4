import { ChaosError, type ChaosErrorCode } from '../../errors.ts';
import type { AgentContext, CommandResult } from '../fault-agent.ts';
import type { AgentProgram } from '../programs.ts';

/**
 * Runs a program that has to succeed.
 *
 * @throws {ChaosError} with `code`, the command and what it said.
 */
export async function mustRun(
  context: AgentContext,
  program: AgentProgram,
  args: readonly string[],
  code: ChaosErrorCode = 'CHAOS_SET_UP',
  input?: string,
): Promise<CommandResult> {
  const result = await context.command(program, args, input);
  if (result.exitCode !== 0) throw failure(program, args, result, code);
  return result;
}

/** What a program that failed said, on one line: usually the kernel's words. */
export function saidBy({ stderr, stdout, exitCode }: CommandResult): string {
  const said = (stderr.trim() || stdout.trim()).replaceAll(/\s*\n\s*/g, '; ');
  return said === '' ? `exit code ${exitCode}` : said;
}

/** The error for a program that failed. */
export function failure(
  program: string,
  args: readonly string[],
  result: CommandResult,
  code: ChaosErrorCode = 'CHAOS_SET_UP',
): ChaosError {
  return new ChaosError(code, `${[program, ...args].join(' ')} failed: ${saidBy(result)}`);
}

/** Reads the JSON list that `tc -j` and `ip -j` write; they write nothing at all for an empty one. */
export function jsonList(program: string, { stdout }: CommandResult): readonly Record<string, unknown>[] {
  if (stdout.trim() === '') return [];
  try {
    const list: unknown = JSON.parse(stdout);
    if (Array.isArray(list)) return list.filter((item) => typeof item === 'object' && item !== null);
  } catch {
    // Told below.
  }
  throw new ChaosError(
    'CHAOS_SET_UP',
    `expected ${program} to write a JSON list, got ${stdout.slice(0, 80)}`,
  );
}
