import { exitWhenWritten } from '@pod-contagion/command-line';
import { runProgram } from './commands/program.ts';

// The command line of the chaos toolkit.
const { stdout, stderr, argv, env } = process;
// A reader that went away must not cut the end of a fault short.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
void runProgram(argv.slice(2), {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  colours: stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
}).then(exitWhenWritten);
