import { stripVTControlCharacters } from 'node:util';
import { defineCommand, renderUsage, runCommand, type CommandDef } from 'citty';
import { ContagionError, describeError, usageError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { infectCommand } from './infect.ts';
import { upCommand } from './up.ts';

/** Every command by name; a further one is a file and a line here. */
export const COMMANDS: Readonly<Record<string, CommandDef>> = { up: upCommand, infect: infectCommand };

const program = defineCommand({
  meta: { name: 'contagion', version: VERSION, description: 'A laboratory for failures that spread' },
  subCommands: COMMANDS as Record<string, CommandDef>,
});

/** Where the program writes. */
export type Outputs = Readonly<{
  out: (text: string) => void;
  err: (text: string) => void;
  colours: boolean;
}>;

/** Errors of startCluster that the command line is to blame for. */
const WRONG_OPTION: ReadonlySet<string> = new Set([
  'INVALID_OPTION',
  'KUBECONFIG_NOT_OURS',
  'KUBECONFIG_PATH',
  'NOT_LINUX',
  'NOT_ROOT',
]);

/** Runs the command that the arguments name; returns what the process ends with. */
export async function runProgram(argv: readonly string[], outputs: Outputs): Promise<number> {
  try {
    return await dispatch(argv, outputs);
  } catch (error) {
    outputs.err(`contagion: ${describeError(error)}\n`);
    return exitCodeOf(error);
  }
}

async function dispatch(argv: readonly string[], outputs: Outputs): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-v') {
    outputs.out(`${VERSION}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h') {
    const usage = await usageOf(program, undefined, outputs);
    if (name === undefined) outputs.err(usage);
    else outputs.out(usage);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const known = Object.keys(COMMANDS).join(' or ');
    throw usageError(`expected a command, ${known}, got ${JSON.stringify(name)}`);
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    outputs.out(await usageOf(command, program, outputs));
    return 0;
  }
  const { result } = await runCommand(command, { rawArgs: rest });
  return typeof result === 'number' ? result : 0;
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

function exitCodeOf(error: unknown): number {
  if (error instanceof ContagionError) return error.exitCode;
  const { name, code } = error as { name?: string; code?: string };
  return name === 'LocalClusterError' && WRONG_OPTION.has(code ?? '') ? 2 : 1;
}
