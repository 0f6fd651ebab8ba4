import { isMainThread } from 'node:worker_threads';
import { AGENT_SPEC_VARIABLE, runOnMachine, serveThread } from '@pod-contagion/chaos/agent';
import { HELP } from './help.ts';
import { VERSION } from './version.ts';

// What runs in the ephemeral container. Its order comes by a variable: it needs to be told nothing more, ever.
const [flag] = process.argv.slice(2);
const specText = process.env[AGENT_SPEC_VARIABLE];

if (!isMainThread) {
  // A thread that burns processor time or holds memory for it.
  serveThread();
} else if (flag === '--help' || flag === '-h') {
  process.stdout.write(HELP);
} else if (flag === '--version' || flag === '-v') {
  process.stdout.write(`${VERSION}\n`);
} else if (flag !== undefined) {
  refuse(`expected no arguments, got ${JSON.stringify(flag)}`);
} else if (specText === undefined) {
  refuse(`expected the order in the variable ${AGENT_SPEC_VARIABLE}, got none`);
} else {
  // Not left to Node.js: whatever is still open then, such as a log that nobody reads, the agent has ended.
  void runOnMachine(specText).then((exitCode) => process.exit(exitCode));
}

function refuse(message: string): void {
  process.stderr.write(`chaos-agent: ${message}\n`);
  process.exitCode = 2;
}
