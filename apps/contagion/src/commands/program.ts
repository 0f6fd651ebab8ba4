import { runProgram as run, type Outputs } from '@pod-contagion/command-line';
import type { CommandDef } from 'citty';
import { ContagionError, usageError } from '../errors.ts';
import { describeWithHint } from '../up/hints.ts';
import { VERSION } from '../version.ts';
import { calibrateCommand } from './calibrate.ts';
import { infectCommand } from './infect.ts';
import { observeCommand } from './observe.ts';
import { preflightCommand } from './preflight.ts';
import { simulateCommand } from './simulate.ts';
import { sweepCommand } from './sweep.ts';
import { upCommand } from './up.ts';

/** Every command by name; a further one is a file and a line here. */
export const COMMANDS: Readonly<Record<string, CommandDef>> = {
  up: upCommand,
  infect: infectCommand,
  observe: observeCommand,
  preflight: preflightCommand,
  simulate: simulateCommand,
  sweep: sweepCommand,
  calibrate: calibrateCommand,
};

/** Errors of startCluster that the command line is to blame for. */
const WRONG_OPTION: ReadonlySet<string> = new Set([
  'INVALID_OPTION',
  'KUBECONFIG_NOT_OURS',
  'KUBECONFIG_PATH',
  'NOT_LINUX',
  'NOT_ROOT',
]);

/** Errors of the observatory that the command line is to blame for. */
const WRONG_FILE: ReadonlySet<string> = new Set(['OBSERVATORY_FILE', 'OBSERVATORY_RECORDING']);

/** Runs the command that the arguments name; returns what the process ends with. */
export function runProgram(argv: readonly string[], outputs: Outputs): Promise<number> {
  return run(
    {
      name: 'contagion',
      version: VERSION,
      description: 'A laboratory for failures that spread',
      commands: COMMANDS,
      usageError,
      describeError: describeWithHint,
      exitCodeOf,
    },
    argv,
    outputs,
  );
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ContagionError) return error.exitCode;
  const { name, code } = error as { name?: string; code?: string };
  // By name: what these packages load is not needed for every command.
  if (name === 'ManifestError' || name === 'SimulatorError') return 2;
  if (name === 'ObservatoryError') return WRONG_FILE.has(code ?? '') ? 2 : 1;
  return name === 'LocalClusterError' && WRONG_OPTION.has(code ?? '') ? 2 : 1;
}
