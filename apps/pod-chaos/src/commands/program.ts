import { runProgram as run, type Outputs } from '@pod-contagion/command-line';
import { describeError } from '@pod-contagion/errors';
import { ExperimentError } from '@pod-contagion/experiments/errors';
import type { CommandDef } from 'citty';
import { exitCodeOf, usageError } from '../errors.ts';
import type { CommandName } from '../flags/commands.ts';
import { VERSION } from '../version.ts';
import { burnCommand } from './burn.ts';
import { cleanupCommand } from './cleanup.ts';
import { disconnectCommand } from './disconnect.ts';
import { disruptCommand } from './disrupt.ts';
import { dropCommand } from './drop.ts';
import { failCommand } from './fail.ts';
import { fillCommand } from './fill.ts';
import { flushCommand } from './flush.ts';
import { installCommand } from './install.ts';
import { killCommand } from './kill.ts';
import { preflightCommand } from './preflight.ts';
import { probeCommand } from './probe.ts';
import { proxyCommand } from './proxy.ts';
import { reapCommand } from './reap.ts';
import { reconnectCommand } from './reconnect.ts';
import { slowCommand } from './slow.ts';
import { runCommand } from './run.ts';
import { statusCommand } from './status.ts';
import { toxicCommand } from './toxic.ts';
import { validateCommand } from './validate.ts';
import { watchCommand } from './watch.ts';

/** Every command by name; a further one is a file and a line here. */
export const COMMANDS: Readonly<Record<CommandName, CommandDef>> = {
  install: installCommand,
  kill: killCommand,
  reap: reapCommand,
  disrupt: disruptCommand,
  disconnect: disconnectCommand,
  reconnect: reconnectCommand,
  drop: dropCommand,
  slow: slowCommand,
  fail: failCommand,
  toxic: toxicCommand,
  burn: burnCommand,
  fill: fillCommand,
  flush: flushCommand,
  status: statusCommand,
  cleanup: cleanupCommand,
  probe: probeCommand,
  proxy: proxyCommand,
  watch: watchCommand,
  preflight: preflightCommand,
  run: runCommand,
  validate: validateCommand,
};

/** Runs the command that the arguments name; returns what the process ends with. */
export function runProgram(argv: readonly string[], outputs: Outputs): Promise<number> {
  return run(
    {
      name: 'pod-chaos',
      version: VERSION,
      description: 'Breaks pods on purpose, and always mends them',
      commands: COMMANDS,
      usageError,
      // Of an experiment each mistake has a line.
      describeError: (error) => (error instanceof ExperimentError ? error.message : describeError(error)),
      exitCodeOf,
    },
    argv,
    outputs,
  );
}
