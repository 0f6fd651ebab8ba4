import { FAULT_AGENTS, type AnyFaultAgent } from '../../faults/agents.ts';
import { MACHINE_CLOCK } from '../clock.ts';
import { runAgent } from '../run-agent.ts';
import { SOCKET_LOCK } from '../socket-lock.ts';
import { machineContext } from './context.ts';
import { MACHINE_INTERRUPTIONS } from './interruptions.ts';
import { createOutput } from './output.ts';
import { DEFAULT_TERMINATION_MESSAGE_PATH, writeTerminationMessage } from './termination-message.ts';

/** Runs an agent in this process, with all that is real; returns what the process has to end with. Never rejects. */
export async function runOnMachine(
  specText: string,
  agents: readonly AnyFaultAgent[] = FAULT_AGENTS,
): Promise<number> {
  const output = createOutput(process.stdout);
  const path = process.env['TERMINATION_MESSAGE_PATH'] ?? DEFAULT_TERMINATION_MESSAGE_PATH;
  const exitCode = await runAgent({
    specText,
    agents,
    context: machineContext(),
    write: output.write,
    writeTerminationMessage: (text) => writeTerminationMessage(path, text),
    interruptions: MACHINE_INTERRUPTIONS,
    clock: MACHINE_CLOCK,
    lock: SOCKET_LOCK,
  });
  await output.flush();
  return exitCode;
}
