import { runProgram as run, type Outputs } from '@pod-contagion/command-line';
import { describeError } from '@pod-contagion/errors';
import type { CommandDef } from 'citty';
import { exitCodeOf, usageError } from '../errors.ts';
import type { CommandName } from '../flags/commands.ts';
import { VERSION } from '../version.ts';
import { cleanupCommand } from './cleanup.ts';
import { disconnectCommand } from './disconnect.ts';
import { disruptCommand } from './disrupt.ts';
import { dropCommand } from './drop.ts';
import { flushCommand } from './flush.ts';
import { installCommand } from './install.ts';
import { killCommand } from './kill.ts';
import { preflightCommand } from './preflight.ts';
import { probeCommand } from './probe.ts';
import { reapCommand } from './reap.ts';
import { reconnectCommand } from './reconnect.ts';
import { statusCommand } from './status.ts';
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
  flush: flushCommand,
  status: statusCommand,
  cleanup: cleanupCommand,
  probe: probeCommand,
  watch: watchCommand,
  preflight: preflightCommand,
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
      describeError,
      exitCodeOf,
    },
    argv,
    outputs,
  );
}
