import { runProgram } from './commands/program.ts';
import { wantsColours } from './terminal/style.ts';

// The command line of the laboratory.
const { stdout, stderr, argv, env } = process;
void runProgram(argv.slice(2), {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  colours: stdout.isTTY && wantsColours(env),
  // Not left to Node.js: whatever is still open then, the command has ended.
}).then((exitCode) => process.exit(exitCode));
