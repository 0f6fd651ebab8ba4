import { stripVTControlCharacters } from 'node:util';
import { defineCommand, renderUsage, runCommand, type CommandDef } from 'citty';
import type { UsageError } from './flags.ts';

/** A command line of several commands. */
export type Program = Readonly<{
  name: string;
  version: string;
  description: string;
  commands: Readonly<Record<string, CommandDef>>;
  /** Makes the error for an unknown command. */
  usageError: UsageError;
  /** What is said of an error, on one line. */
  describeError: (error: unknown) => string;
  /** What the process ends with for an error. */
  exitCodeOf: (error: unknown) => number;
}>;

/** Where a program writes. */
export type Outputs = Readonly<{
  out: (text: string) => void;
  err: (text: string) => void;
  colours: boolean;
}>;

/** Runs the command that the arguments name; returns what the process ends with. Never rejects. */
export async function runProgram(
  program: Program,
  argv: readonly string[],
  outputs: Outputs,
): Promise<number> {
  try {
    return await dispatch(program, argv, outputs);
  } catch (error) {
    outputs.err(`${program.name}: ${program.describeError(error)}\n`);
    return program.exitCodeOf(error);
  }
}

async function dispatch(program: Program, argv: readonly string[], outputs: Outputs): Promise<number> {
  const { version, commands } = program;
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-v') {
    outputs.out(`${version}\n`);
    return 0;
  }
  const whole = defineCommand({
    meta: { name: program.name, version, description: program.description },
    subCommands: commands as Record<string, CommandDef>,
  });
  if (name === undefined || name === '--help' || name === '-h') {
    const usage = await usageOf(whole, undefined, outputs);
    if (name === undefined) outputs.err(usage);
    else outputs.out(usage);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const known = Object.keys(commands).join(' or ');
    throw program.usageError(`expected a command, ${known}, got ${JSON.stringify(name)}`);
  }
  if (rest.slice(0, endOfFlags(rest)).some((word) => word === '--help' || word === '-h')) {
    outputs.out(await usageOf(command, whole, outputs));
    return 0;
  }
  const { result } = await runCommand(command, { rawArgs: rest });
  return typeof result === 'number' ? result : 0;
}

/** Where `--` ends the flags; behind it, words are the command's own. */
function endOfFlags(argv: readonly string[]): number {
  const index = argv.indexOf('--');
  return index === -1 ? argv.length : index;
}

async function usageOf(
  command: CommandDef,
  parent: CommandDef | undefined,
  { colours }: Outputs,
): Promise<string> {
  const text = await renderUsage(command, parent);
  const plain = (colours ? text : stripVTControlCharacters(text)).replaceAll(/[ \t]+$/gm, '');
  return `${plain.trimEnd()}\n`;
}
