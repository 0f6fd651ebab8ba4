// Runs an agent in a process of its own, in whatever network namespace it is started.
import { runOnMachine } from '../../../../src/agent/machine/run-on-machine.ts';
import { AGENT_SPEC_VARIABLE } from '../../../../src/agent/spec.ts';

process.exitCode = await runOnMachine(process.env[AGENT_SPEC_VARIABLE] ?? '');
process.exit();
