import { isMainThread } from 'node:worker_threads';
import { wantsColours } from './terminal/style.ts';

if (isMainThread) {
  // The command line of the laboratory.
  const { runProgram } = await import('./commands/program.ts');
  const { stdout, stderr, argv, env } = process;
  void runProgram(argv.slice(2), {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    colours: stdout.isTTY && wantsColours(env),
    // Not left to Node.js: whatever is still open then, the command has ended.
  }).then((exitCode) => process.exit(exitCode));
} else {
  // A thread of a sweep.
  const { serveOrders } = await import('@pod-contagion/simulator/threads');
  serveOrders();
}
